package io.framelog.edge.hls;

import io.framelog.controlplane.HlsLimit;
import java.time.Duration;

/**
 * The durations of playlists (draft-pantos-hls-rfc8216bis §4.4.3.1, §4.4.3.7, §4.4.3.8). Some are
 * multiples of a playlist's own target duration, see {@link TargetDurations}.
 *
 * @param partUs nominal duration of an HLS part, µs; it is in the URLs of parts
 * @param windowUs duration of media listed before the newest chunk, µs
 */
record HlsTiming(long partUs, long windowUs) {
  /** The largest {@code EXT-X-TARGETDURATION}, seconds. */
  static final int MAX_TARGET_S = HlsLimit.TARGET_DURATION_S;

  /** A blocked request is refused after three of the largest target durations (§6.2.5.2). */
  static final Duration MAX_WAIT = Duration.ofSeconds(3L * MAX_TARGET_S);

  /** Most segments listed; reached by streams in which every frame is a keyframe. */
  static final int MAX_SEGMENTS = 1024;

  private static final int PARTS_HELD_BACK = 4;
  private static final long ADVANCE_US = 3_000_000;

  static HlsTiming of(Duration part, Duration window) {
    return new HlsTiming(part.toNanos() / 1_000, window.toNanos() / 1_000);
  }

  /**
   * How far back from the playlist's end parts are listed, µs (§4.4.4.9).
   *
   * @param targetS of the playlist, seconds
   */
  static long partsListedUs(int targetS) {
    return 3_000_000L * targetS;
  }

  /** {@code HOLD-BACK}, µs. */
  static long holdBackUs(int targetS) {
    return 3_000_000L * targetS;
  }

  /** {@code CAN-SKIP-UNTIL}: segments farther from the end than this may be skipped, µs. */
  static long skipBoundaryUs(int targetS) {
    return 6_000_000L * targetS;
  }

  /** The nominal duration of a part as it is in URLs, ms. */
  long partMs() {
    return partUs / 1_000;
  }

  /**
   * {@code PART-TARGET}, µs: 5 % more than the nominal duration, so that parts of whole frames at
   * 24 and 29.97 frames a second also have at least 85 % of it, which every part must have.
   */
  long partTargetUs() {
    return partUs + partUs / 20;
  }

  /** {@code PART-HOLD-BACK}, µs. */
  long partHoldBackUs() {
    return PARTS_HELD_BACK * partTargetUs();
  }

  /** How many parts ahead a request may be: the Advance Part Limit of §6.2.5.2. */
  long advanceParts() {
    return partTargetUs() < 1_000_000 ? (ADVANCE_US + partTargetUs() - 1) / partTargetUs() : 3;
  }

  /** How much older than the newest chunk, by the log's timestamps, a listed chunk may be, ms. */
  long oldestMs() {
    return 2 * windowUs / 1_000;
  }
}
