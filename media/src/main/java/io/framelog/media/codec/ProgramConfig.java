package io.framelog.media.codec;

/**
 * A program_config_element of AAC, ISO/IEC 14496-3 §4.4.1.1: the channels of a stream whose channel
 * configuration is 0.
 *
 * @param channels 0..255
 * @param configuration the channel configuration of §1.6.3.5 that has the same elements in the same
 *     order, 1..7; 0 when there is none
 */
record ProgramConfig(int channels, int configuration) {
  /**
   * Reads an element, without its 3-bit id.
   *
   * @param in positioned at the element; the comment's alignment is relative to the reader's first
   *     bit
   */
  static ProgramConfig read(BitReader in) {
    in.skip(10); // element_instance_tag, object_type, sampling_frequency_index
    int[] counts = {in.bits(4), in.bits(4), in.bits(4)}; // front, side, back
    int lowFrequency = in.bits(2);
    int associatedData = in.bits(3);
    int coupling = in.bits(4);
    for (int width : new int[] {4, 4, 3}) { // mono mixdown, stereo mixdown, matrix mixdown
      if (in.flag()) {
        in.skip(width);
      }
    }
    StringBuilder elements = new StringBuilder();
    int channels = lowFrequency;
    for (int count : counts) {
      for (int i = 0; i < count; i++) {
        int width = in.flag() ? 2 : 1;
        elements.append(width);
        channels += width;
        in.skip(4); // element_tag_select
      }
      elements.append(' ');
    }
    in.skip(4 * (lowFrequency + associatedData) + 5 * coupling);
    in.alignToByte();
    in.skip(8 * in.bits(8)); // comment
    return new ProgramConfig(
        channels, coupling > 0 ? 0 : configuration(elements.toString(), lowFrequency));
  }

  /**
   * The channel configuration for a stream that has such an element in its frames. Decoders then
   * use the element, so any configuration with the same number of channels is valid.
   *
   * @return 0 when there is none
   */
  int configurationBesideFrames() {
    return switch (channels) {
      case 1, 2, 3, 4, 5, 6 -> channels;
      case 8 -> 7;
      default -> 0;
    };
  }

  /**
   * Matches the channel elements, of one or two channels each, at the front, the sides and the
   * back. A pair at the sides is decoded like one at the back: channel configurations 4 to 7 do not
   * distinguish them.
   */
  private static int configuration(String elements, int lowFrequency) {
    int surround =
        switch (elements) {
          case "1   " -> 1;
          case "2   " -> 2;
          case "12   " -> 3;
          case "12  1 ", "12 1  " -> 4;
          case "12  2 ", "12 2  " -> 5;
          case "122  2 ", "122 2  " -> 7;
          default -> 0;
        };
    return switch (surround) {
      case 1, 2, 3, 4 -> lowFrequency == 0 ? surround : 0;
      case 5 -> lowFrequency == 0 ? 5 : lowFrequency == 1 ? 6 : 0;
      case 7 -> lowFrequency == 1 ? 7 : 0;
      default -> 0;
    };
  }
}
