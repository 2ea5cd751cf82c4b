package io.framelog.media;

/**
 * Sample rate and channels of an audio track.
 *
 * @param sampleRate samples a second, 1..768000
 * @param channels 1..255
 */
public record AudioFormat(int sampleRate, int channels) {
  /** Hz. */
  public static final int MAX_SAMPLE_RATE = 768_000;

  public AudioFormat {
    if (sampleRate < 1 || sampleRate > MAX_SAMPLE_RATE) {
      throw new IllegalArgumentException("sample rate " + sampleRate + ", expected 1..768000");
    }
    if (channels < 1 || channels > 255) {
      throw new IllegalArgumentException("channels " + channels + ", expected 1..255");
    }
  }
}
