package io.framelog.media.codec;

import io.framelog.media.Bytes;

/**
 * A raw_data_block of AAC-LC without coefficients, ISO/IEC 14496-3 §4.4.2.1: each element has no
 * scale factor bands, and so no spectrum. It needs no encoder, and is the same for all frame
 * lengths and sampling rates.
 */
final class AacSilence {
  private static final int MAX_BYTES = 48;
  private static final int SINGLE_CHANNEL = 0;
  private static final int CHANNEL_PAIR = 1;
  private static final int LOW_FREQUENCY = 3;
  private static final int END = 7;

  private AacSilence() {}

  /**
   * The elements of a channel configuration in order, ISO/IEC 14496-3 §1.6.3.5.
   *
   * @return empty for configurations that define no elements
   */
  private static int[] elements(int channelConfiguration) {
    return switch (channelConfiguration) {
      case 1 -> new int[] {SINGLE_CHANNEL};
      case 2 -> new int[] {CHANNEL_PAIR};
      case 3 -> new int[] {SINGLE_CHANNEL, CHANNEL_PAIR};
      case 4 -> new int[] {SINGLE_CHANNEL, CHANNEL_PAIR, SINGLE_CHANNEL};
      case 5 -> new int[] {SINGLE_CHANNEL, CHANNEL_PAIR, CHANNEL_PAIR};
      case 6 -> new int[] {SINGLE_CHANNEL, CHANNEL_PAIR, CHANNEL_PAIR, LOW_FREQUENCY};
      case 7, 12 ->
          new int[] {SINGLE_CHANNEL, CHANNEL_PAIR, CHANNEL_PAIR, CHANNEL_PAIR, LOW_FREQUENCY};
      case 11 ->
          new int[] {SINGLE_CHANNEL, CHANNEL_PAIR, CHANNEL_PAIR, SINGLE_CHANNEL, LOW_FREQUENCY};
      default -> new int[0];
    };
  }

  /**
   * The silent frame of a channel configuration.
   *
   * @return empty when there is none
   */
  static Bytes frame(int channelConfiguration) {
    int[] elements = elements(channelConfiguration);
    if (elements.length == 0) {
      return Bytes.EMPTY;
    }
    Bits out = new Bits(MAX_BYTES);
    int[] instances = new int[LOW_FREQUENCY + 1];
    for (int element : elements) {
      out.put(element, 3);
      out.put(instances[element]++, 4); // element_instance_tag
      if (element == CHANNEL_PAIR) {
        out.put(0, 1); // common_window
        channel(out);
      }
      channel(out);
    }
    out.put(END, 3);
    return out.toBytes();
  }

  /** An individual_channel_stream: one long window, which is valid after any frame. */
  private static void channel(Bits out) {
    out.put(0, 8); // global_gain
    out.put(0, 1 + 2 + 1); // ics_reserved_bit, window_sequence, window_shape
    out.put(0, 6); // max_sfb
    out.put(0, 1); // predictor_data_present
    out.put(0, 3); // pulse, TNS and gain control data present
  }
}
