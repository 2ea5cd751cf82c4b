package io.framelog.media.codec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A codec's configuration or frame does not conform to its specification. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String otherCodec;

  public CodecException(String message) {
    this(message, (String) null);
  }

  /**
   * A frame belongs to another codec than announced.
   *
   * @param otherCodec human-readable name of the actual codec
   */
  CodecException(String message, @Nullable String otherCodec) {
    super(message);
    this.otherCodec = otherCodec;
  }

  /** The actual codec of a frame, if it differs from the announced one. */
  public Optional<String> otherCodec() {
    return Optional.ofNullable(otherCodec);
  }

  public CodecException(String message, Throwable cause) {
    super(message, cause);
    this.otherCodec = null;
  }
}
