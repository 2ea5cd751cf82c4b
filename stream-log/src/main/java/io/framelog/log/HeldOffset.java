package io.framelog.log;

/**
 * Up to where a session knows the log: every record up to {@link #offset()} is its own, or was read
 * and did not end it. So the session had the stream there. Thread-safe.
 *
 * <pre>
 *   own  own  own  foreign  own  own
 *              ▲   └ being read, then all up to the last acknowledged is known
 *              └ offset()
 * </pre>
 */
final class HeldOffset {
  private long acknowledged;
  private int unread;
  private volatile long offset;

  /**
   * @param session the claim's offset, where the session has the stream
   */
  HeldOffset(long session) {
    this.acknowledged = session;
    this.offset = session;
  }

  /**
   * An own record is in the log. If its offset is higher than expected, the records between are to
   * be read, and {@link #checked()} told.
   *
   * @return the offset it has when nobody else wrote
   */
  synchronized long acknowledged(long of) {
    long expected = acknowledged + 1;
    acknowledged = of;
    if (of > expected) {
      unread++;
    } else if (unread == 0) {
      offset = of;
    }
    return expected;
  }

  /** Records of others were read and did not end the session. */
  synchronized void checked() {
    unread--;
    if (unread == 0) {
      offset = acknowledged;
    }
  }

  long offset() {
    return offset;
  }
}
