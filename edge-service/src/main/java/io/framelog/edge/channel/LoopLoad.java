package io.framelog.edge.channel;

import java.time.Duration;

/** How an event loop keeps up, for metrics. Any thread. */
public interface LoopLoad {
  /** How long parts may wait on it so that several leave in one write. */
  Duration window();

  /** Fraction of the last interval in which it was behind or at work: 0 idle, 1 saturated. */
  double busy();
}
