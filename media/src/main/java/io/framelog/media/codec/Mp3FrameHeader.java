package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * An MPEG-1/2 audio frame header, ISO/IEC 11172-3 §2.4.2.3 and 13818-3.
 *
 * @param sampleRate Hz
 * @param channels 1 or 2
 * @param samplesPerFrame 1152, or 576 at the low sampling rates of MPEG-2
 */
record Mp3FrameHeader(int sampleRate, int channels, int samplesPerFrame) {
  /** The lowest sample rate of MPEG-1; below it MPEG-2 (object type 0x69) speaks. */
  static final int LOWEST_MPEG1_RATE = 32_000;

  private static final int[] MPEG1_RATES = {44_100, 48_000, 32_000};
  private static final int VERSION_RESERVED = 1;
  private static final int VERSION_MPEG2_5 = 0;
  private static final int VERSION_MPEG1 = 3;
  private static final int LAYER_3 = 1;
  private static final int MODE_MONO = 3;

  /** Samples of a frame where only the sample rate, Hz, is known. */
  static int samplesPerFrame(int sampleRate) {
    return sampleRate >= LOWEST_MPEG1_RATE ? 1152 : 576;
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
