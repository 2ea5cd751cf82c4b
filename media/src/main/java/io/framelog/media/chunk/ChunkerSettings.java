package io.framelog.media.chunk;

/**
 * How the chunker cuts.
 *
 * @param partDurationUs a part is at least this long, µs; 0 makes every video frame a part
 * @param chunkUs groups of pictures are joined to a chunk up to this long, µs; a longer group is a
 *     chunk by itself. 0 makes every group a chunk
 * @param chunkBytes a chunk of so many bytes is joined with no further group
 * @param audioHoldUs audio waits this long for a video sample, µs of media or wall-clock time
 * @param audioChunkUs length of a chunk of a stream without video, µs
 * @param unjoinableAfterUs without a keyframe for this long, µs, the stream is called not joinable
 * @param maxLeadingAudioBytes audio kept while the first keyframe is awaited; the oldest goes first
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

  /** These with other bounds for joining groups of pictures. */
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
