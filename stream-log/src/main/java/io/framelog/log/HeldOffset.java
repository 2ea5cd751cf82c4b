package io.framelog.log;

/**
 * The offset up to which a session knows the log: every record up to {@link #offset()} is its own,
 * or was read and did not end the session. So the session had the stream there. Thread-safe.
 *
 * <pre>
 *   own  own  own  foreign  own  own
 *              ▲   └ being read; then offset() is the last acknowledged one
 *              └ offset()
 * </pre>
 */
final class HeldOffset {
  private long acknowledged;
  private int unread;
  private volatile long offset;

  /**
   * @param session offset of the claim, where the session has the stream
   */
  HeldOffset(long session) {
    this.acknowledged = session;
    this.offset = session;
  }

  /**
   * An own record was acknowledged. If its offset is higher than expected, the caller must read the
   * records between and then call {@link #checked()}.
   *
   * @return the expected offset, which it has if nobody else wrote
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

  /** Records of others were read, and they did not end the session. */
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
