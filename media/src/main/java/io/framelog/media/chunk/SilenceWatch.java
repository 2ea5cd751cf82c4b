package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.util.Objects;

/**
 * Notices that the carried sound sends nothing while the picture goes on. Players built on Media
 * Source Extensions play no picture beyond the end of the sound they were told of.
 *
 * <p>Media time and wall-clock time both have to pass: a publisher that sends faster than life, or
 * all pictures of a fragment before its sound, has not lost its sound. Neither counts while no
 * picture comes. Each time a sound comes back that was left out, the next absence has to last twice
 * as long, up to a bound, so that a sound that comes and goes does not make a header every few
 * seconds. One in whose place silence was put made none.
 *
 * <p>Times may jump: of two pictures that are far apart at most a second counts. Not thread-safe.
 */
final class SilenceWatch {
  /** Media time of the picture without sound, µs, the first time. */
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

  /** A sample of the sound comes. */
  void sound() {
    if (absent && !filled) {
      patienceUs = Math.min(2 * patienceUs, MAX_US);
    }
    awaitAnew();
  }

  /** Tracks are announced: a sound that was not among those before is awaited anew. */
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

  /** Silence is put in the place of the sound that is absent. */
  void filled() {
    filled = true;
  }

  /**
   * A picture comes.
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

  /** Whether a sample of the sound lies so far before the newest picture that it was missed. */
  boolean isOver(LeadingAudio.Held sound, long timescale) {
    return Ticks.toMicros(sound.dts() + sound.duration(), timescale) <= lastUs - MIN_US;
  }

  private static long step(long us) {
    return Math.max(0, Math.min(us, MAX_BETWEEN_PICTURES_US));
  }

  /** Whether the sound has sent nothing for too long. It stays so until a sample comes. */
  boolean isAbsent() {
    return absent;
  }
}
