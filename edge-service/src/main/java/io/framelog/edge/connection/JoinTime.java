package io.framelog.edge.connection;

import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.JoinKind;

/**
 * How long a viewer waits for its first part, told once. Where nobody publishes, that is not the
 * edge's doing and is not told. Confined to the viewer's event loop.
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

  /** The viewer waits for a publisher, not for the edge. */
  public void nobody() {
    over = true;
  }

  /** A part goes to the socket. */
  public void part() {
    if (!over) {
      over = true;
      metrics.joined(kind, System.nanoTime() - begun);
    }
  }
}
