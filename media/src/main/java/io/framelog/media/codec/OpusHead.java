package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The Opus identification header, RFC 7845 §5.1, and its MP4 form ("Encapsulation of Opus in ISO
 * Base Media File Format" §4.3.2), which differs in byte order.
 *
 * @param channels output channels, 1..255
 * @param preSkip samples at 48 kHz to drop at the start, 0..65535
 * @param inputSampleRate sample rate before encoding, Hz, without effect on decoding; 0 when
 *     unknown
 * @param outputGain Q7.8 dB
 * @param mappingFamily 0 for mono or stereo without {@code mapping}, else with {@code mapping}
 * @param mapping stream count, coupled count and one byte for each channel; empty for family 0
 */
public record OpusHead(
    int channels,
    int preSkip,
    long inputSampleRate,
    int outputGain,
    int mappingFamily,
    Bytes mapping) {
  /** Opus always decodes to this rate, Hz. */
  public static final int SAMPLE_RATE = 48_000;

  private static final byte[] MAGIC = "OpusHead".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED_BYTES = 11;

  public OpusHead {
    if (channels < 1 || channels > 255) {
      throw new CodecException("OpusHead: " + channels + " channels, expected 1..255");
    }
    if (mappingFamily == 0 ? channels > 2 : mapping.length() != 2 + channels) {
      throw new CodecException(
          "OpusHead: " + channels + " channels do not fit mapping family " + mappingFamily);
    }
  }

  /**
   * Reads the configuration in the form that {@link io.framelog.media.Codec} describes.
   *
   * @throws CodecException when malformed
   */
  public static OpusHead parse(Bytes config) {
    ByteCursor in = new ByteCursor(config.buffer(), ByteOrder.LITTLE_ENDIAN, "OpusHead");
    if (!in.bytes(MAGIC.length, "magic").equals(Bytes.wrap(MAGIC))) {
      throw new CodecException("OpusHead: does not start with \"OpusHead\"");
    }
    int version = in.u8("version");
    if (version >>> 4 != 0) {
      throw new CodecException("OpusHead: version " + version + ", expected 0..15");
    }
    return fields(in);
  }

  /**
   * Reads the body of a {@code dOps} box.
   *
   * @throws CodecException when malformed
   */
  public static OpusHead fromDops(ByteBuffer body) {
    ByteCursor in = new ByteCursor(body, ByteOrder.BIG_ENDIAN, "dOps");
    in.expect(0, "Version");
    return fields(in);
  }

  private static OpusHead fields(ByteCursor in) {
    int channels = in.u8("channel count");
    int preSkip = in.u16("pre-skip");
    long inputSampleRate = in.u32("input sample rate");
    int outputGain = in.s16("output gain");
    int family = in.u8("mapping family");
    Bytes mapping = family == 0 ? Bytes.EMPTY : in.bytes(2 + channels, "channel mapping");
    return new OpusHead(channels, preSkip, inputSampleRate, outputGain, family, mapping);
  }

  /** The identification header, little-endian, including its magic. */
  public Bytes toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(MAGIC.length + FIXED_BYTES + mapping.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MAGIC)
            .put((byte) 1);
    return Bytes.wrap(putFields(out).array());
  }

  /** The body of a {@code dOps} box, big-endian. */
  public Bytes toDops() {
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + mapping.length()).put((byte) 0);
    return Bytes.wrap(putFields(out).array());
  }

  private ByteBuffer putFields(ByteBuffer out) {
    return out.put((byte) channels)
        .putShort((short) preSkip)
        .putInt((int) inputSampleRate)
        .putShort((short) outputGain)
        .put((byte) mappingFamily)
        .put(mapping.sharedArray());
  }
}
