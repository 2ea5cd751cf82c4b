package io.framelog.media.chunk;

/**
 * How the chunker cuts.
 *
 * @param partDurationUs a part is at least this long, µs; 0 makes every video frame a part
 * @param audioHoldUs audio waits this long for a video sample, µs of media or wall-clock time
 * @param audioChunkUs length of a chunk of a stream without video, µs
 * @param unjoinableAfterUs without a keyframe for this long, µs, the stream is called not joinable
 * @param maxLeadingAudioBytes audio kept while the first keyframe is awaited; the oldest goes first
 */
public record ChunkerSettings(
    long partDurationUs,
    long audioHoldUs,
    long audioChunkUs,
    long unjoinableAfterUs,
    int maxLeadingAudioBytes) {
  public static final ChunkerSettings DEFAULT = withPartDuration(0);

  public ChunkerSettings {
    if (partDurationUs < 0 || partDurationUs > 10_000_000) {
      throw new IllegalArgumentException(
          "part duration " + partDurationUs + " µs, expected 0..10000000");
    }
    if (audioHoldUs < 1 || audioChunkUs < audioHoldUs || unjoinableAfterUs < 1) {
      throw new IllegalArgumentException(
          "audio hold "
              + audioHoldUs
              + " µs, audio chunk "
              + audioChunkUs
              + " µs, unjoinable after "
              + unjoinableAfterUs
              + " µs: expected all positive and the hold not above the chunk");
    }
    if (maxLeadingAudioBytes < 0) {
      throw new IllegalArgumentException("leading audio bound is negative");
    }
  }

  /** The defaults with another part duration. */
  public static ChunkerSettings withPartDuration(long partDurationUs) {
    return new ChunkerSettings(partDurationUs, 100_000, 2_000_000, 20_000_000, 1 << 20);
  }
}
