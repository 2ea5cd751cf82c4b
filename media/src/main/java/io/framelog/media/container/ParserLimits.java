package io.framelog.media.container;

/**
 * Bounds checked before anything is allocated.
 *
 * @param maxHeaderBytes bytes of everything before the first sample, and of any single moov, moof
 *     or EBML header element
 * @param maxSampleBytes bytes of one sample
 * @param maxTracks tracks in one header
 * @param maxSamplesPerFragment samples one moof may announce
 */
public record ParserLimits(
    int maxHeaderBytes, int maxSampleBytes, int maxTracks, int maxSamplesPerFragment) {
  public static final ParserLimits DEFAULT = new ParserLimits(1 << 20, 32 << 20, 16, 100_000);

  public ParserLimits {
    if (maxHeaderBytes < 1024 || maxSampleBytes < 1024) {
      throw new IllegalArgumentException("byte limits must be at least 1024");
    }
    if (maxTracks < 1 || maxSamplesPerFragment < 1) {
      throw new IllegalArgumentException("track and sample limits must be at least 1");
    }
  }
}
