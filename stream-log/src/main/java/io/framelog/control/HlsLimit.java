package io.framelog.control;

/**
 * What HLS asks of a stream: ingest advises by it, edges serve by it (draft-pantos-hls-rfc8216bis
 * §4.4.3.1).
 */
public final class HlsLimit {
  /** {@code EXT-X-TARGETDURATION}, fixed for all streams, seconds. */
  public static final int TARGET_DURATION_S = 6;

  /** The longest chunk whose duration rounds to it, µs; a longer one is not offered over HLS. */
  public static final long LONGEST_CHUNK_US = TARGET_DURATION_S * 1_000_000L + 499_999;

  private HlsLimit() {}
}
