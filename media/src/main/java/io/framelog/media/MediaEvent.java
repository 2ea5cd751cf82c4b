package io.framelog.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container parser finds, in the order of the publisher's bytes. */
public sealed interface MediaEvent {
  /**
   * The tracks of all samples until the next such event.
   *
   * @param title the container's title ({@code -metadata title=}), which names the stream
   * @param continuing whether tracks changed within one file, whose times go on; a second header in
   *     a session (new {@code moov}, new EBML header) starts anew: its times need not continue the
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
   * The container's tracks that are left out, all of them: replaces the list of the event before.
   * Comes behind the {@link TracksFound} it belongs to, which itself means that there are none;
   * comes again when the list changes, which interrupts no track.
   *
   * @param sounds those of them that could be decoded
   */
  record TracksIgnored(List<IgnoredTrack> ignored, List<ForeignSound> sounds)
      implements MediaEvent {
    public TracksIgnored {
      ignored = List.copyOf(ignored);
      sounds = List.copyOf(sounds);
    }

    /** Tracks of which no samples are read. */
    public TracksIgnored(List<IgnoredTrack> ignored) {
      this(ignored, List.of());
    }
  }

  /**
   * Samples of a track are among those that follow, mixed with those of other tracks in any order:
   * the container tells before it gives them. Not all do, and not of all samples.
   *
   * @param dts decode time of the earliest of them, ticks
   */
  record SamplesAnnounced(int trackId, long dts) implements MediaEvent {}

  /**
   * One sample of a track of {@link TracksFound} or of the sounds of {@link TracksIgnored}; its
   * data is valid only during the call.
   */
  record SampleRead(Sample sample) implements MediaEvent {}
}
