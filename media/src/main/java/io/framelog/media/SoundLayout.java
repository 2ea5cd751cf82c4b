package io.framelog.media;

/**
 * What a container says of a sound besides its configuration, and some codecs cannot be decoded
 * without.
 *
 * @param bitRate bits a second; 0 when it is not told
 * @param blockBytes of a block, which is decoded alone; 0 when it is not told
 * @param sampleBits of a coded sample; 0 when it is not told
 */
public record SoundLayout(int bitRate, int blockBytes, int sampleBits) {
  /** Nothing is told: the configuration or the frames say all. */
  public static final SoundLayout UNTOLD = new SoundLayout(0, 0, 0);

  public SoundLayout {
    if (bitRate < 0 || blockBytes < 0 || sampleBits < 0) {
      throw new IllegalArgumentException(
          "layout of a sound: bit rate "
              + bitRate
              + ", block "
              + blockBytes
              + " bytes, sample "
              + sampleBits
              + " bits, expected 0 or more");
    }
  }
}
