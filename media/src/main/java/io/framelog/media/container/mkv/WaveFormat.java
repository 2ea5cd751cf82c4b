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
 * @param codec null for one that is not known
 * @param extradata what follows the structure's fields
 */
record WaveFormat(@Nullable SoundCodec codec, SoundLayout layout, Bytes extradata) {
  private static final int FIELD_BYTES = 16;

  /** The format that its extension names. */
  private static final int EXTENSIBLE = 0xfffe;

  /** Valid bits and channel mask stand before the sub-format, whose first number is a tag. */
  private static final int SUB_FORMAT_AT = FIELD_BYTES + 2 + 6;

  /**
   * Reads one.
   *
   * @return empty where it is cut, or a number of it is below 0
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

  /** The extension has its length before it, and may be missing with it. */
  private static Bytes extradata(ByteBuffer in) {
    if (in.remaining() < FIELD_BYTES + 2) {
      return Bytes.EMPTY;
    }
    int length = Math.min(in.getShort(FIELD_BYTES) & 0xffff, in.remaining() - FIELD_BYTES - 2);
    return Bytes.copyOf(in.slice(FIELD_BYTES + 2, length));
  }
}
