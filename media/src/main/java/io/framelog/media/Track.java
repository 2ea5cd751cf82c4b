package io.framelog.media;

import org.jspecify.annotations.Nullable;

/**
 * One video or audio elementary stream of a session.
 *
 * @param id the container's track number, or the track's number in the output; at least 1
 * @param codec determines the form of {@code config}
 * @param config decoder configuration in the codec's form (see {@link Codec}); may be empty when
 *     only the first keyframe contains it
 * @param timescale ticks a second of this track's sample times, 1..2^32-1
 * @param defaultDuration ticks of a sample whose container gives no duration; 0 when unknown
 * @param video present exactly for video codecs
 * @param audio present exactly for audio codecs
 * @param language ISO 639-2 code; {@code und} when unknown
 */
public record Track(
    int id,
    Codec codec,
    Bytes config,
    long timescale,
    long defaultDuration,
    @Nullable VideoFormat video,
    @Nullable AudioFormat audio,
    String language) {
  public Track {
    if (id < 1) {
      throw new IllegalArgumentException("track id " + id + ", expected at least 1");
    }
    if (timescale < 1 || timescale > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "timescale " + timescale + " of track " + id + ", expected 1..4294967295");
    }
    if (defaultDuration < 0) {
      throw new IllegalArgumentException("default duration " + defaultDuration + " is negative");
    }
    if ((video != null) != (codec.kind() == TrackKind.VIDEO)
        || (audio != null) != (codec.kind() == TrackKind.AUDIO)) {
      throw new IllegalArgumentException("track " + id + ": format does not fit codec " + codec);
    }
  }

  public TrackKind kind() {
    return codec.kind();
  }

  /** The same track under another number. */
  public Track numbered(int newId) {
    return new Track(newId, codec, config, timescale, defaultDuration, video, audio, language);
  }

  /** The same track with another configuration. */
  public Track withConfig(Bytes newConfig) {
    return new Track(id, codec, newConfig, timescale, defaultDuration, video, audio, language);
  }

  /** The same video track with another video format. */
  public Track withVideo(VideoFormat described) {
    return new Track(id, codec, config, timescale, defaultDuration, described, audio, language);
  }

  /**
   * The same video track after its encoder has changed the picture: the new configuration, or the
   * next keyframe, determines the size (see {@link VideoFormat#resized()}).
   */
  public Track withOtherPicture(Bytes newConfig) {
    VideoFormat resized = video == null ? new VideoFormat(0, 0, 0) : video.resized();
    return withConfig(newConfig).withVideo(resized);
  }
}
