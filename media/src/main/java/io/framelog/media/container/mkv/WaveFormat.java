package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.SoundCodec;
import io.framelog.media.SoundLayout;
import io.framelog.media.codec.WaveFormatTag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A WAVEFORMATEX, the CodecPrivate of {@code A_MS/ACM} (RFC 9559 does not list it; Microsoft's
 * mmeapi.h does).
 *
 * @param codec null when unknown
 * @param extradata the bytes after the structure's fields
 */
record WaveFormat(@Nullable SoundCodec codec, SoundLayout layout, Bytes extradata) {
  private static final int FIELD_BYTES = 16;

  /** The tag for formats that the extension specifies. */
  private static final int EXTENSIBLE = 0xfffe;

  /** Valid bits and channel mask precede the sub-format, which begins with a tag. */
  private static final int SUB_FORMAT_AT = FIELD_BYTES + 2 + 6;

  /**
   * Parses a WAVEFORMATEX.
   *
   * @return empty when it is truncated, or a value is negative
   */
  static Optional<WaveFormat> parse(Bytes codecPrivate) {
    ByteBuffer in = codecPrivate.buffer().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < FIELD_BYTES) {
      return Optional.empty();
    }
    int tag = in.getShort(0) & 0xffff;
    if (tag == EXTENSIBLE && in.remaining() >= SUB_FORMAT_AT + 2) {
      tag = in.getShort(SUB_FORMAT_AT) & 0xffff;
    }
    long bitRate = (in.getInt(8) & 0xffff_ffffL) * 8;
    int blockBytes = in.getShort(12) & 0xffff;
    int bits = in.getShort(14) & 0xffff;
    if (bitRate > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new WaveFormat(
            WaveFormatTag.codec(tag, bits).orElse(null),
            new SoundLayout((int) bitRate, blockBytes, bits),
            extradata(in)));
  }

  /** The extension is preceded by its length; both may be missing. */
  private static Bytes extradata(ByteBuffer in) {
    if (in.remaining() < FIELD_BYTES + 2) {
      return Bytes.EMPTY;
    }
    int length = Math.min(in.getShort(FIELD_BYTES) & 0xffff, in.remaining() - FIELD_BYTES - 2);
    return Bytes.copyOf(in.slice(FIELD_BYTES + 2, length));
  }
}
