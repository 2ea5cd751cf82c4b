package io.framelog.media.packaging;

import io.framelog.media.Bytes;
import io.framelog.media.Track;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one init segment and any number of parts for a fixed set of tracks. Not thread-safe.
 *
 * <p>All times are on the stream's timeline, in {@link #timescale(int)} ticks.
 */
public interface Packager {
  /** The tracks in the output; the index in this list is {@code trackIndex} below. */
  List<Track> tracks();

  InitSegment initSegment();

  /** Ticks a second of the output track, 1..1000000. */
  long timescale(int trackIndex);

  /**
   * Adds one sample to the current part; copies the data.
   *
   * @param trackIndex index in {@link #tracks()}
   * @param dts decode time, ticks, not negative
   * @param pts presentation time, ticks
   * @param duration ticks, at least 1
   * @param keyframe whether a decoder can start here
   */
  void add(int trackIndex, long dts, long pts, long duration, boolean keyframe, ByteBuffer data);

  /**
   * Adds one sample with its alpha channel, which is dropped when the container does not support
   * it.
   *
   * @param alpha see {@link io.framelog.media.Sample#alpha()}
   */
  default void add(
      int trackIndex,
      long dts,
      long pts,
      long duration,
      boolean keyframe,
      ByteBuffer data,
      @Nullable ByteBuffer alpha) {
    add(trackIndex, dts, pts, duration, keyframe, data);
  }

  /** Whether alpha channels are written. */
  default boolean carriesAlpha() {
    return false;
  }

  /** Samples added since the last {@link #finishPart()}. */
  int pendingSamples();

  /**
   * Returns the pending samples as one {@code moof+mdat} or one Cluster.
   *
   * @throws IllegalStateException when there are none
   */
  Bytes finishPart();
}
