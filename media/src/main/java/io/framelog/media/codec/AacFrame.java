package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * Checks whether bytes can be an AAC frame of one or two channels, by the first audio element of
 * the raw_data_block, ISO/IEC 14496-3 §4.4.2.1. Decodes nothing.
 */
final class AacFrame {
  private static final int SINGLE_CHANNEL = 0;
  private static final int CHANNEL_PAIR = 1;
  private static final int DATA_STREAM = 4;
  private static final int PROGRAM_CONFIG = 5;
  private static final int FILL = 6;

  private AacFrame() {}

  /**
   * Whether the frame is plausible. The element may have one or two channels: decoders accept
   * either for mono and stereo.
   *
   * @param frame its position does not move
   */
  static boolean isPlausible(ByteBuffer frame) {
    BitReader in = new BitReader(frame.duplicate(), "AAC frame");
    try {
      while (true) {
        switch (in.bits(3)) {
          case SINGLE_CHANNEL -> {
            in.skip(4 + 8); // element_instance_tag, global_gain
            return !in.flag(); // ics_reserved_bit
          }
          case CHANNEL_PAIR -> {
            in.skip(4); // element_instance_tag
            boolean commonWindow = in.flag();
            if (!commonWindow) {
              in.skip(8); // global_gain
            }
            return !in.flag(); // ics_reserved_bit
          }
          case DATA_STREAM -> dataStream(in);
          case FILL -> fill(in);
          case PROGRAM_CONFIG -> {
            return true; // the rest depends on this element's data
          }
          default -> {
            return false;
          }
        }
      }
    } catch (CodecException e) {
      return false; // the frame ends within an element
    }
  }

  private static void dataStream(BitReader in) {
    in.skip(4); // element_instance_tag
    boolean aligned = in.flag();
    int count = in.bits(8);
    if (count == 255) {
      count += in.bits(8);
    }
    if (aligned) {
      in.skip((8 - in.position() % 8) % 8);
    }
    in.skip(8 * count);
  }

  private static void fill(BitReader in) {
    int count = in.bits(4);
    if (count == 15) {
      count += in.bits(8) - 1;
    }
    in.skip(8 * count);
  }
}
