package io.framelog.media.chunk;

import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.util.List;

/**
 * Checks a video track's frames against the rate that its container or bitstream states. Encoders
 * and muxers also state a rate for variable-rate video: it is no longer sent to viewers once a
 * second of media contradicts it.
 */
final class FrameRateCheck {
  /** Media over which the rate is measured, µs. */
  private static final long MEASURED_US = 1_000_000;

  /** Relative deviation that is tolerated, for occasional lost frames. */
  private static final double TOLERANCE = 0.1;

  private final double stated;
  private final List<Track> tracks;
  private boolean contradicted;
  private long intervals;
  private long fromUs;
  private long lastUs;
  private boolean begun;

  /**
   * @param tracks video first, where there is video
   */
  FrameRateCheck(List<Track> tracks) {
    VideoFormat video = tracks.get(0).video();
    this.stated = video == null ? 0 : video.frameRate();
    this.tracks = tracks;
  }

  /** Must be called for each frame of the first track, in decoding order. */
  void frame(long dtsUs) {
    if (!begun) {
      begun = true;
      fromUs = dtsUs;
    } else {
      intervals++;
    }
    lastUs = dtsUs;
  }

  /** The tracks to send to viewers from now on. */
  List<Track> tracks() {
    if (stated > 0 && !contradicted && lastUs - fromUs >= MEASURED_US) {
      double measured = intervals * 1e6 / (lastUs - fromUs);
      contradicted = Math.abs(measured / stated - 1) > TOLERANCE;
      fromUs = lastUs;
      intervals = 0;
    }
    return contradicted ? tracks.stream().map(FrameRateCheck::withoutRate).toList() : tracks;
  }

  private static Track withoutRate(Track track) {
    VideoFormat video = track.video();
    return video == null ? track : track.withVideo(video.withFrameRate(0));
  }
}
