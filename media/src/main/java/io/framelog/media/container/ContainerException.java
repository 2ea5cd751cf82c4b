package io.framelog.media.container;

/** A publisher's bytes are not what they must be; ends that session alone. */
public final class ContainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

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
   * @param byteOffset where in the publisher's bytes, from 0
   * @param what what is wrong and what was expected, one sentence without a full stop
   */
  public ContainerException(Reason reason, long byteOffset, String what) {
    super(what + " at byte " + byteOffset);
    this.reason = reason;
    this.byteOffset = byteOffset;
  }

  public ContainerException(Reason reason, long byteOffset, String what, Throwable cause) {
    super(what + " at byte " + byteOffset, cause);
    this.reason = reason;
    this.byteOffset = byteOffset;
  }

  public long byteOffset() {
    return byteOffset;
  }

  public Reason reason() {
    return reason;
  }
}
