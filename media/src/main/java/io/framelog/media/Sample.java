package io.framelog.media;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One access unit (frame) of a track, times in the track's own timescale.
 *
 * <p>The data is a view of the parser's memory, valid only until the event sink returns: a receiver
 * that keeps it must copy it.
 *
 * @param trackId {@link Track#id()}
 * @param dts decode time, ticks; may be negative
 * @param pts presentation time, ticks; may be negative
 * @param duration ticks; 0 when the container does not state it
 * @param sync the container's random-access flag, not reliable enough to start a chunk
 * @param data the frame in the format of the codec's configuration (H.264 and HEVC:
 *     length-prefixed)
 * @param alpha a frame of the same codec whose luma is the alpha channel; null when there is none,
 *     and in all tracks without {@link VideoFormat#alpha()}
 */
public record Sample(
    int trackId,
    long dts,
    long pts,
    long duration,
    boolean sync,
    ByteBuffer data,
    @Nullable ByteBuffer alpha) {
  /** A frame without an alpha channel. */
  public Sample(int trackId, long dts, long pts, long duration, boolean sync, ByteBuffer data) {
    this(trackId, dts, pts, duration, sync, data, null);
  }
}
