package io.framelog.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event of a container parser; events are in the order of the publisher's bytes. */
public sealed interface MediaEvent {
  /**
   * The tracks of all samples until the next such event.
   *
   * @param title the container's title ({@code -metadata title=}), used as the stream's name
   * @param continuing whether tracks changed within one file, so that times continue; after another
   *     header in the session (new {@code moov}, new EBML header) times need not continue the
   *     earlier ones
   */
  record TracksFound(List<Track> tracks, @Nullable String title, boolean continuing)
      implements MediaEvent {
    public TracksFound {
      tracks = List.copyOf(tracks);
    }

    /** The tracks of a header. */
    public TracksFound(List<Track> tracks, @Nullable String title) {
      this(tracks, title, false);
    }
  }

  /**
   * The complete list of the container's ignored tracks, which replaces the list of the previous
   * event. Follows the {@link TracksFound} it belongs to; a {@link TracksFound} resets the list to
   * empty. It is repeated when the list changes, without interrupting any track.
   *
   * @param sounds the audio tracks among them that FFmpeg can decode
   */
  record TracksIgnored(List<IgnoredTrack> ignored, List<ForeignSound> sounds)
      implements MediaEvent {
    public TracksIgnored {
      ignored = List.copyOf(ignored);
      sounds = List.copyOf(sounds);
    }

    /** Ignored tracks whose samples are not read. */
    public TracksIgnored(List<IgnoredTrack> ignored) {
      this(ignored, List.of());
    }
  }

  /**
   * Announces samples of a track before they are read, in any order with those of other tracks. Not
   * all containers announce samples, and not all samples are announced.
   *
   * @param dts decode time of the earliest announced sample, ticks
   */
  record SamplesAnnounced(int trackId, long dts) implements MediaEvent {}

  /**
   * One sample of a track of {@link TracksFound} or of {@link TracksIgnored#sounds()}; its data is
   * valid only during the call.
   */
  record SampleRead(Sample sample) implements MediaEvent {}
}
