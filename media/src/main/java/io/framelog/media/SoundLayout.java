package io.framelog.media;

/**
 * Parameters of an audio track besides its configuration, which some codecs need for decoding.
 *
 * @param bitRate bits a second; 0 when unknown
 * @param blockBytes bytes of an independently decodable block; 0 when unknown
 * @param sampleBits bits of a coded sample; 0 when unknown
 */
public record SoundLayout(int bitRate, int blockBytes, int sampleBits) {
  /** All unknown: the configuration or the frames contain everything that a decoder needs. */
  public static final SoundLayout UNTOLD = new SoundLayout(0, 0, 0);

  public SoundLayout {
    if (bitRate < 0 || blockBytes < 0 || sampleBits < 0) {
      throw new IllegalArgumentException(
          "audio layout: bit rate "
              + bitRate
              + ", block "
              + blockBytes
              + " bytes, sample "
              + sampleBits
              + " bits, expected 0 or more");
    }
  }
}
