package io.framelog.media.chunk;

import io.framelog.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * The audio that the container has announced but not delivered yet. An MP4 fragment may contain all
 * its video before its audio, although the audio begins earlier:
 *
 * <pre>
 *   bytes  moof | K v v v v | a a a a a a
 *   times             K v v v v
 *               a a a a a a
 * </pre>
 *
 * Not thread-safe.
 */
final class SoundToCome {
  private @Nullable Track sound;
  private boolean announced;
  private long dts;

  /**
   * Tracks were found.
   *
   * @param chosen the chosen audio track; null when there is none
   * @param continuing whether they belong to the same file: announced audio will still arrive
   */
  void choose(@Nullable Track chosen, boolean continuing) {
    boolean same = sound != null && chosen != null && sound.id() == chosen.id();
    announced &= continuing && same;
    sound = chosen;
  }

  /**
   * Samples of a track were announced.
   *
   * @param earliest decode time of the earliest sample, ticks
   */
  void announced(int trackId, long earliest) {
    if (sound != null && sound.id() == trackId) {
      announced = true;
      dts = earliest;
    }
  }

  /** A sample of a track has arrived. */
  void came(int trackId) {
    if (announced && sound != null && sound.id() == trackId) {
      announced = false;
    }
  }

  boolean isAnnounced() {
    return announced;
  }

  /** Whether samples of that track are announced. */
  boolean isOf(Track track) {
    return announced && track.equals(sound);
  }

  /** Decode time of the earliest announced sample, ticks of the track's timescale. */
  long dts() {
    return dts;
  }
}
