package io.framelog.edge.connection;

/**
 * Measures for how long a socket has accepted no data although data was pending. To be called about
 * once a second. Confined to its event loop.
 */
public final class ViewerStallWatch {
  private long pendingThen;
  private long writtenThen;
  private long tookAt;

  /**
   * @param now nanoseconds of {@link System#nanoTime}
   */
  public ViewerStallWatch(long now) {
    tookAt = now;
  }

  /**
   * Updates the measurement.
   *
   * @param pending bytes written that the socket has not accepted; may include Netty's overhead
   * @param written bytes written so far
   * @param now nanoseconds of {@link System#nanoTime}
   * @return for how long the socket has accepted no data, nanoseconds; 0 when none is pending
   */
  public long look(long pending, long written, long now) {
    if (pending <= 0 || pending < pendingThen + written - writtenThen) {
      tookAt = now;
    }
    pendingThen = pending;
    writtenThen = written;
    return now - tookAt;
  }
}
