package io.framelog.controlplane;

/**
 * Requirements of HLS on a stream: ingest's advice and the edges' playlists follow them
 * (draft-pantos-hls-rfc8216bis §4.4.3.1).
 */
public final class HlsLimit {
  /** The largest {@code EXT-X-TARGETDURATION} of a stream, seconds. */
  public static final int TARGET_DURATION_S = 6;

  /** The longest chunk whose duration rounds to it, µs; a longer one is not offered over HLS. */
  public static final long MAX_CHUNK_US = TARGET_DURATION_S * 1_000_000L + 499_999;

  /**
   * A chunk may exceed the target by this, µs; with half a second more, it would not round to it.
   */
  private static final long TOLERATED_US = 400_000;

  /**
   * Durations are rounded up to seconds, except for a remainder up to this, µs: a second is 1001 ms
   * long at 29.97 fps.
   */
  private static final long NEGLIGIBLE_US = 100_000;

  private static final long SECOND_US = 1_000_000;

  private HlsLimit() {}

  /**
   * The target duration of a stream after one more chunk. It does not decrease.
   *
   * @param targetS before the chunk, seconds; 0 when it was the session's first
   * @param chunkUs duration of the chunk, µs
   * @return seconds, 1 to {@link #TARGET_DURATION_S}
   */
  public static int targetAfter(int targetS, long chunkUs) {
    if (targetS > 0 && !exceeds(targetS, chunkUs)) {
      return targetS;
    }
    long roundedUp = (chunkUs - NEGLIGIBLE_US + SECOND_US - 1) / SECOND_US;
    return (int) Math.max(1, Math.min(roundedUp, TARGET_DURATION_S));
  }

  /**
   * Whether a chunk is too long for a target duration.
   *
   * @param targetS seconds
   * @param chunkUs duration of the chunk so far, µs
   */
  public static boolean exceeds(int targetS, long chunkUs) {
    return chunkUs > targetS * SECOND_US + TOLERATED_US;
  }
}
