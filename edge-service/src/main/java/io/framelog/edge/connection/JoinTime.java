package io.framelog.edge.connection;

import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.JoinKind;

/**
 * Measures how long a viewer waits for its first part; reported once. Nothing is reported when
 * nobody publishes, because the edge does not cause that wait. Confined to the viewer's event loop.
 */
public final class JoinTime {
  private final ChannelMetrics metrics;
  private final long begun = System.nanoTime();
  private JoinKind kind = JoinKind.PAST;
  private boolean over;

  public JoinTime(ChannelMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * The viewer joins a channel.
   *
   * @param bytes that the channel has in memory for it
   */
  public void joining(long bytes) {
    kind = bytes > 0 ? JoinKind.WARM : JoinKind.COLD;
  }

  /** Nobody publishes: the time is not reported. */
  public void nobody() {
    over = true;
  }

  /** A part was written to the socket. */
  public void part() {
    if (!over) {
      over = true;
      metrics.joined(kind, System.nanoTime() - begun);
    }
  }
}
