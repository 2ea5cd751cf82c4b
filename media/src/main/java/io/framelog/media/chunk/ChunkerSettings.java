package io.framelog.media.chunk;

/**
 * The settings of the chunker.
 *
 * @param partDurationUs minimum duration of a part, µs; 0 makes every video frame a part
 * @param chunkUs GOPs are joined to a chunk up to this duration, µs; a longer GOP is a chunk by
 *     itself. 0 makes every GOP a chunk
 * @param chunkBytes no further GOP is joined to a chunk of this size
 * @param audioHoldUs audio waits this long for a video sample, µs of media or wall-clock time
 * @param audioChunkUs duration of a chunk of a stream without video, µs
 * @param unjoinableAfterUs time without a keyframe after which the stream is reported as not
 *     joinable, µs
 * @param maxLeadingAudioBytes audio buffered before the first keyframe; the oldest is dropped first
 */
public record ChunkerSettings(
    long partDurationUs,
    long chunkUs,
    long chunkBytes,
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
    if (chunkUs < 0 || chunkUs > 6_000_000 || chunkBytes < 0) {
      throw new IllegalArgumentException(
          "chunk duration "
              + chunkUs
              + " µs, chunk bytes "
              + chunkBytes
              + ", expected 0..6000000 and no negative number");
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
    return new ChunkerSettings(
        partDurationUs, 1_000_000, 4 << 20, 100_000, 2_000_000, 20_000_000, 1 << 20);
  }

  /** These settings with other bounds for joining GOPs. */
  public ChunkerSettings withChunks(long durationUs, long bytes) {
    return new ChunkerSettings(
        partDurationUs,
        durationUs,
        bytes,
        audioHoldUs,
        audioChunkUs,
        unjoinableAfterUs,
        maxLeadingAudioBytes);
  }
}
