package io.framelog.edge.channel;

import java.time.Duration;

/** The load of an event loop, for metrics. Any thread. */
public interface LoopLoad {
  /** How long parts may be delayed in order to write several at once. */
  Duration window();

  /**
   * Fraction of the last interval in which the loop was working or overdue: 0 idle, 1 saturated.
   */
  double busy();
}
