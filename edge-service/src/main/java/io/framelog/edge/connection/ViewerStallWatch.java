package io.framelog.edge.connection;

/**
 * Since when a socket has taken nothing although something waited for it. Asked now and then, about
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
   * Looks again.
   *
   * @param pending bytes written that the socket has not taken; what Netty adds for its own keeping
   *     may be among them
   * @param written bytes written so far
   * @param now nanoseconds of {@link System#nanoTime}
   * @return for how long the socket has taken nothing, nanoseconds; 0 when nothing waits
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
