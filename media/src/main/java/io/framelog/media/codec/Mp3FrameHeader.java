package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An MPEG-1/2 audio frame header, ISO/IEC 11172-3 §2.4.2.3 and 13818-3.
 *
 * @param sampleRate Hz
 * @param channels 1 or 2
 * @param samplesPerFrame 1152, or 576 at the low sampling rates of MPEG-2
 */
record Mp3FrameHeader(int sampleRate, int channels, int samplesPerFrame) {
  /** The lowest sample rate of MPEG-1; lower rates are MPEG-2 (object type 0x69). */
  static final int LOWEST_MPEG1_RATE = 32_000;

  private static final int[] MPEG1_RATES = {44_100, 48_000, 32_000};
  private static final int VERSION_RESERVED = 1;
  private static final int VERSION_MPEG2_5 = 0;
  private static final int VERSION_MPEG1 = 3;
  private static final int LAYER_3 = 1;
  private static final int MODE_MONO = 3;

  /** Samples of a frame when only the sample rate, Hz, is known. */
  static int samplesPerFrame(int sampleRate) {
    return sampleRate >= LOWEST_MPEG1_RATE ? 1152 : 576;
  }

  /** kbit/s by bitrate_index; 0 is the free format, which does not determine the frame length. */
  private static final int[] MPEG1_BIT_RATES = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };

  private static final int[] MPEG2_BIT_RATES = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };

  /** The layer III frame at an index; null when there is no header. */
  static @Nullable AudioFrame at(ByteBuffer run, int at) {
    int header = run.getInt(at);
    int version = header >>> 19 & 3;
    int bitRateIndex = header >>> 12 & 0xf;
    int rateIndex = header >>> 10 & 3;
    if (header >>> 21 != 0x7ff
        || version == VERSION_RESERVED
        || (header >>> 17 & 3) != LAYER_3
        || bitRateIndex == 0
        || bitRateIndex == 15
        || rateIndex == 3) {
      return null;
    }
    Mp3FrameHeader parsed = parse(run.slice(at, 4));
    boolean mpeg1 = version == VERSION_MPEG1;
    int bitRate = 1000 * (mpeg1 ? MPEG1_BIT_RATES : MPEG2_BIT_RATES)[bitRateIndex];
    int padding = header >>> 9 & 1;
    int frameBytes = parsed.samplesPerFrame / 8 * bitRate / parsed.sampleRate + padding;
    return new AudioFrame(
        0, frameBytes, parsed.samplesPerFrame, parsed.sampleRate, parsed.channels, Bytes.EMPTY);
  }

  /**
   * Checks that a frame is MP3.
   *
   * @throws CodecException when it is not; contains the codec name of another layer
   */
  static void requireLayer3(ByteBuffer frame) {
    int layer = MpegAudioLayer.of(frame);
    if (layer == 1 || layer == 2) {
      throw new CodecException(
          "MPEG audio of layer " + "I".repeat(layer) + ", of which only layer III is carried",
          "mp" + layer);
    }
    if (layer == 0) {
      throw new CodecException("MP3: no frame header, expected a sync word at the frame's start");
    }
  }

  static Mp3FrameHeader parse(ByteBuffer frame) {
    if (frame.remaining() < 4) {
      throw new CodecException(
          "MP3: frame of " + frame.remaining() + " bytes, expected at least 4");
    }
    BitReader in = new BitReader(frame, "MP3 frame header");
    int sync = in.bits(11);
    int version = in.bits(2);
    int layer = in.bits(2);
    in.skip(1 + 4); // protection, bit rate
    int rateIndex = in.bits(2);
    in.skip(2); // padding, private
    int mode = in.bits(2);
    if (sync != 0x7ff || version == VERSION_RESERVED || layer != LAYER_3 || rateIndex == 3) {
      throw new CodecException("MP3: no layer III frame header, expected its sync word at byte 0");
    }
    int divisor = version == VERSION_MPEG1 ? 1 : version == VERSION_MPEG2_5 ? 4 : 2;
    return new Mp3FrameHeader(
        MPEG1_RATES[rateIndex] / divisor,
        mode == MODE_MONO ? 1 : 2,
        version == VERSION_MPEG1 ? 1152 : 576);
  }
}
