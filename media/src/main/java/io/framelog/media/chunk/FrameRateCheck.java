package io.framelog.media.chunk;

import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.util.List;

/**
 * Whether a video track's frames come at the rate that its container or bitstream states. Encoders
 * and muxers state a rate for frames that come at any: it is not told to viewers once a second of
 * media contradicts it.
 */
final class FrameRateCheck {
  /** Media over which the rate is measured, µs. */
  private static final long MEASURED_US = 1_000_000;

  /** A frame that is lost now and then does not make the rate another one. */
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

  /** A frame of the first track, in decoding order. */
  void frame(long dtsUs) {
    if (!begun) {
      begun = true;
      fromUs = dtsUs;
    } else {
      intervals++;
    }
    lastUs = dtsUs;
  }

  /** The tracks as viewers are sent them from now on. */
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
