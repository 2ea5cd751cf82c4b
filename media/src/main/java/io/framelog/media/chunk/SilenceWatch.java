package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.util.Objects;

/**
 * Detects that the carried audio track has no samples while the video continues. Players built on
 * Media Source Extensions stop the video at the end of an announced audio track.
 *
 * <p>Both media time and wall-clock time must pass: a publisher may send faster than real time, or
 * all video of a fragment before its audio. Neither counts while no video arrives. Each time a
 * left-out track returns, the next absence must last twice as long, up to a bound, so that an
 * intermittent track does not cause a header every few seconds. A track that was replaced by
 * silence caused none.
 *
 * <p>Times may jump: between two video samples at most a second counts. Not thread-safe.
 */
final class SilenceWatch {
  /** Media time of video without audio, µs, at the first absence. */
  private static final long MIN_US = 3_000_000;

  private static final long MAX_US = 12_000_000;
  private static final long MAX_BETWEEN_PICTURES_US = 1_000_000;

  private long patienceUs = MIN_US;
  private boolean counting;
  private boolean absent;
  private boolean filled;
  private long lastUs;
  private long lastMs;
  private long mediaUs;
  private long waitedUs;

  /** A sample of the audio track has arrived. */
  void sound() {
    if (absent && !filled) {
      patienceUs = Math.min(2 * patienceUs, MAX_US);
    }
    awaitAnew();
  }

  /** Tracks were announced: restarts the watch for a different audio track. */
  void tracks(TrackSelection before, TrackSelection next) {
    if (!Objects.equals(before.chosenAudio(), next.chosenAudio())) {
      awaitAnew();
    }
  }

  private void awaitAnew() {
    absent = false;
    filled = false;
    counting = false;
  }

  /** Silence replaces the absent audio track. */
  void filled() {
    filled = true;
  }

  /**
   * A video sample has arrived.
   *
   * @param nowMs the node's wall clock, ms since 1970
   */
  void picture(Sample picture, Track video, long nowMs) {
    long dtsUs = Ticks.toMicros(picture.dts(), video.timescale());
    if (counting) {
      mediaUs += step(dtsUs - lastUs);
      waitedUs += step((nowMs - lastMs) * 1_000);
    } else {
      counting = true;
      mediaUs = 0;
      waitedUs = 0;
    }
    lastUs = dtsUs;
    lastMs = nowMs;
    absent |= mediaUs >= patienceUs && waitedUs >= patienceUs / 3 * 2;
  }

  /** Wall-clock time since the last audio sample, µs; it counts while video samples arrive. */
  long waitedUs() {
    return counting ? waitedUs : 0;
  }

  /**
   * Whether an audio sample is too far before the latest video sample to be used.
   *
   * @param endUs where it ends in the publisher's times, µs
   */
  boolean isOver(long endUs) {
    return endUs <= lastUs - MIN_US;
  }

  private static long step(long us) {
    return Math.max(0, Math.min(us, MAX_BETWEEN_PICTURES_US));
  }

  /**
   * Whether the audio track has had no samples for too long. Remains true until a sample arrives.
   */
  boolean isAbsent() {
    return absent;
  }
}
