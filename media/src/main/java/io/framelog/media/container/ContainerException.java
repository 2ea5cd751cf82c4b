package io.framelog.media.container;

/** A publisher's bytes are invalid; ends only that session. */
public final class ContainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String EXPECTED = ", expected ";

  private final long byteOffset;
  private final Reason reason;

  /** Why the bytes were refused; the name is the metric label. */
  public enum Reason {
    UNKNOWN_CONTAINER,
    MALFORMED,
    TRUNCATED,
    LIMIT_EXCEEDED,
    UNSUPPORTED_CODEC
  }

  /**
   * @param byteOffset offset in the publisher's bytes, from 0
   * @param what the error, optionally followed by {@value #EXPECTED} and what was expected; one
   *     sentence without a full stop. The message has the offset after the error
   */
  public ContainerException(Reason reason, long byteOffset, String what) {
    super(located(what, byteOffset));
    this.reason = reason;
    this.byteOffset = byteOffset;
  }

  public ContainerException(Reason reason, long byteOffset, String what, Throwable cause) {
    super(located(what, byteOffset), cause);
    this.reason = reason;
    this.byteOffset = byteOffset;
  }

  private static String located(String what, long byteOffset) {
    int advice = what.indexOf(EXPECTED);
    int end = advice < 0 ? what.length() : advice;
    return what.substring(0, end) + " at byte " + byteOffset + what.substring(end);
  }

  public long byteOffset() {
    return byteOffset;
  }

  public Reason reason() {
    return reason;
  }
}
