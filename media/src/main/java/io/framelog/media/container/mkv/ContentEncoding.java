package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import org.jspecify.annotations.Nullable;

/** A ContentEncoding while it is parsed (RFC 9559 §5.1.4.1.31); defaults as specified. */
final class ContentEncoding {
  private static final long SCOPE_FRAMES = 1;

  /** Bounds the amplification of a publisher's bytes. */
  private static final int MAX_HEADER_BYTES = 256;

  private static final long ALGORITHM_HEADER_STRIPPING = 3;

  long scope = SCOPE_FRAMES;
  long type;
  long algorithm;
  Bytes settings = Bytes.EMPTY;

  /** Why frames under this encoding cannot be read; null when they can. */
  @Nullable String refusal() {
    if (type != 0) {
      return "encrypted";
    }
    if (algorithm != ALGORITHM_HEADER_STRIPPING) {
      return "compressed with algorithm " + Long.toUnsignedString(algorithm);
    }
    if (settings.length() > MAX_HEADER_BYTES) {
      return "stripped of " + settings.length() + " bytes a frame";
    }
    return scope == SCOPE_FRAMES ? null : "encoded with scope " + Long.toUnsignedString(scope);
  }

  /** The bytes to prepend to every frame. */
  Bytes strippedHeader() {
    return settings;
  }
}
