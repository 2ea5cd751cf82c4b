package io.framelog.media.chunk;

import io.framelog.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * The sound that the container has announced and not given yet. A fragment of MP4 may hold all its
 * pictures before its sound, and that begin earlier than they do:
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
   * Tracks are found.
   *
   * @param chosen the sound among them; null when there is none
   * @param continuing whether they are those of the same file: what is announced still comes
   */
  void choose(@Nullable Track chosen, boolean continuing) {
    boolean same = sound != null && chosen != null && sound.id() == chosen.id();
    announced &= continuing && same;
    sound = chosen;
  }

  /**
   * Samples of a track will come.
   *
   * @param earliest decode time of the earliest, ticks
   */
  void announced(int trackId, long earliest) {
    if (sound != null && sound.id() == trackId) {
      announced = true;
      dts = earliest;
    }
  }

  /** A sample of a track has come. */
  void came(int trackId) {
    if (announced && sound != null && sound.id() == trackId) {
      announced = false;
    }
  }

  boolean isAnnounced() {
    return announced;
  }

  /** Whether it is sound of that track. */
  boolean isOf(Track track) {
    return announced && track.equals(sound);
  }

  /** Decode time of the earliest sample announced, ticks of the sound's timescale. */
  long dts() {
    return dts;
  }
}
