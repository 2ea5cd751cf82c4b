package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * AV1CodecConfigurationRecord ("AV1 Codec ISO Media File Format Binding" §2.3).
 *
 * @param profile seq_profile, 0..2
 * @param level seq_level_idx_0, 0..31
 * @param highTier seq_tier_0
 * @param bitDepth 8, 10 or 12
 * @param monochrome no chroma
 * @param subsamplingX chroma halved across
 * @param subsamplingY chroma halved down
 * @param samplePosition chroma_sample_position, 0..3
 * @param sequenceHeader the sequence header OBU, including its OBU header; empty when only the
 *     keyframes contain it
 */
public record Av1Config(
    int profile,
    int level,
    boolean highTier,
    int bitDepth,
    boolean monochrome,
    boolean subsamplingX,
    boolean subsamplingY,
    int samplePosition,
    Bytes sequenceHeader) {
  private static final int MARKER_AND_VERSION = 0x81;
  private static final int FIXED_BYTES = 4;

  /**
   * Reads the configuration in the form that {@link io.framelog.media.Codec} describes.
   *
   * @throws CodecException when malformed
   */
  public static Av1Config parse(Bytes config) {
    ByteCursor in = new ByteCursor(config.buffer(), ByteOrder.BIG_ENDIAN, "av1C");
    in.expect(MARKER_AND_VERSION, "marker and version");
    int profileAndLevel = in.u8("profile and level");
    int flags = in.u8("flags");
    in.u8("presentation delay");
    boolean high = (flags & 0x40) != 0;
    boolean twelve = (flags & 0x20) != 0;
    ByteBuffer sequenceHeader =
        Av1Obus.first(config.buffer().position(FIXED_BYTES), Av1Obus.SEQUENCE_HEADER);
    return new Av1Config(
        profileAndLevel >>> 5,
        profileAndLevel & 0x1f,
        (flags & 0x80) != 0,
        high ? (twelve ? 12 : 10) : 8,
        (flags & 0x10) != 0,
        (flags & 8) != 0,
        (flags & 4) != 0,
        flags & 3,
        sequenceHeader == null ? Bytes.EMPTY : Bytes.copyOf(sequenceHeader));
  }

  /** The configuration of a keyframe's sequence header. */
  static Av1Config ofKeyframe(ByteBuffer keyframe) {
    ByteBuffer unit = Av1Obus.first(keyframe, Av1Obus.SEQUENCE_HEADER);
    if (unit == null) {
      throw new CodecException(
          "AV1: no sequence header, neither in the configuration nor in the first keyframe");
    }
    Av1SequenceHeader header = headerOf(unit);
    Av1SequenceHeader.Color color = header.color();
    return new Av1Config(
        header.profile(),
        header.level(),
        header.highTier(),
        color.bitDepth(),
        color.monochrome(),
        color.subsamplingX(),
        color.subsamplingY(),
        color.samplePosition(),
        Bytes.copyOf(unit));
  }

  static Av1SequenceHeader headerOf(ByteBuffer unit) {
    Av1Obus obus = new Av1Obus(unit);
    if (!obus.next()) {
      throw new CodecException("AV1: sequence header OBU is cut short");
    }
    return Av1SequenceHeader.parse(obus.payload());
  }

  /** A new record, without the publisher's other OBUs (metadata). */
  public Bytes toBytes() {
    byte[] out = new byte[FIXED_BYTES + sequenceHeader.length()];
    out[0] = (byte) MARKER_AND_VERSION;
    out[1] = (byte) (profile << 5 | level);
    out[2] =
        (byte)
            (bit(highTier, 7)
                | bit(bitDepth > 8, 6)
                | bit(bitDepth > 10, 5)
                | bit(monochrome, 4)
                | bit(subsamplingX, 3)
                | bit(subsamplingY, 2)
                | samplePosition);
    System.arraycopy(sequenceHeader.sharedArray(), 0, out, FIXED_BYTES, sequenceHeader.length());
    return Bytes.wrap(out);
  }

  private static int bit(boolean set, int position) {
    return set ? 1 << position : 0;
  }
}
