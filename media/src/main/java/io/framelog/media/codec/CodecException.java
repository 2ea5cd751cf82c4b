package io.framelog.media.codec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A codec's configuration or frame cannot be parsed as its specification says. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String otherCodec;

  public CodecException(String message) {
    this(message, (String) null);
  }

  /**
   * A frame is not of the codec that it was announced as.
   *
   * @param otherCodec what it is, a name for people
   */
  CodecException(String message, @Nullable String otherCodec) {
    super(message);
    this.otherCodec = otherCodec;
  }

  /** The codec that a frame is of, where that is another one than it was announced as. */
  public Optional<String> otherCodec() {
    return Optional.ofNullable(otherCodec);
  }

  public CodecException(String message, Throwable cause) {
    super(message, cause);
    this.otherCodec = null;
  }
}
