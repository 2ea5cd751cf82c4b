package io.framelog.media.container;

import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.SoundCodec;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.codec.CodecException;
import io.framelog.media.codec.TrackWatch;
import io.framelog.media.codec.UsableTrack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Announces the tracks again before a sample that changes the parameter sets or the picture size:
 * an encoder whose size was changed signals it only in the bitstream.
 *
 * <pre>
 *   in   TracksFound  K(sps 1) v v  K(sps 1) v v  K(sps 2) v …
 *   out  TracksFound  K        v v  K        v v  TracksFound′  K  v …
 * </pre>
 *
 * <p>Ignores a track whose configuration or first sample shows that it cannot be carried, if the
 * video, or another audio track, can continue without it.
 */
public final class TrackChangeFilter {
  private List<Watched> watched = List.of();
  private List<IgnoredTrack> ignoredByContainer = List.of();
  private List<ForeignSound> soundsOfContainer = List.of();
  private @Nullable String title;
  private @Nullable MediaEventSink target;
  private MediaEventSink filter = event -> {};

  /** A track with the changes by its samples. */
  private static final class Watched {
    final Track announced;
    @Nullable TrackWatch watch;
    Track now;

    /** Set when the track cannot be carried. */
    @Nullable IgnoredTrack leftOut;

    /** Set when it cannot be carried, but FFmpeg can decode it. */
    @Nullable ForeignSound sound;

    Watched(Track announced) {
      this.announced = announced;
      this.now = announced;
    }
  }

  /** A parser whose events pass through a new filter. */
  static ContainerParser around(ContainerParser parser) {
    return new FilteredParser(parser);
  }

  private static final class FilteredParser implements ContainerParser {
    private final ContainerParser parser;
    private final TrackChangeFilter changes = new TrackChangeFilter();

    FilteredParser(ContainerParser parser) {
      this.parser = parser;
    }

    @Override
    public void feed(ByteBuffer input, MediaEventSink sink) {
      parser.feed(input, changes.before(sink));
    }

    @Override
    public void finish(MediaEventSink sink) {
      parser.finish(changes.before(sink));
    }

    @Override
    public boolean isComplete() {
      return parser.isComplete();
    }

    @Override
    public long bytesConsumed() {
      return parser.bytesConsumed();
    }
  }

  /** The filter's input, which forwards events to {@code sink}. */
  public MediaEventSink before(MediaEventSink sink) {
    if (target != sink) {
      target = sink;
      filter = event -> on(event, sink);
    }
    return filter;
  }

  private void on(MediaEvent event, MediaEventSink sink) {
    if (event instanceof MediaEvent.SampleRead read) {
      if (isCarried(read.sample(), sink)) {
        sink.on(event);
      }
    } else if (event instanceof MediaEvent.SamplesAnnounced) {
      sink.on(event);
    } else if (event instanceof MediaEvent.TracksFound found) {
      tracksFound(found);
      announce(sink, found.continuing());
    } else if (event instanceof MediaEvent.TracksIgnored ignored) {
      ignoredByContainer = ignored.ignored();
      soundsOfContainer = ignored.sounds();
      tellIgnored(sink);
    }
  }

  /** Passes a sample to the tracks' watches; returns whether to deliver it. */
  private boolean isCarried(Sample sample, MediaEventSink sink) {
    boolean carried = true;
    for (Watched track : watched) {
      if (track.watch != null && track.leftOut == null) {
        try {
          Track changed = track.watch.changedBy(sample);
          if (changed != null) {
            track.now = changed;
            announce(sink, true);
          }
        } catch (CodecException e) {
          leaveOut(track, e, null);
          announce(sink, true);
        }
      }
      carried &=
          track.leftOut == null || track.sound != null || track.announced.id() != sample.trackId();
    }
    return carried;
  }

  private void tracksFound(MediaEvent.TracksFound found) {
    List<Watched> before = watched;
    title = found.title();
    ignoredByContainer = List.of();
    soundsOfContainer = List.of();
    watched =
        found.tracks().stream()
            .map(track -> watched(track, found.continuing() ? before : List.of()))
            .toList();
    for (Watched track : watched) {
      if (!before.contains(track)) {
        check(track);
      }
    }
  }

  /** A track that is announced again because another one changed keeps its state. */
  private static Watched watched(Track track, List<Watched> before) {
    for (Watched known : before) {
      if (known.announced.equals(track)) {
        return known;
      }
    }
    return new Watched(track);
  }

  private void check(Watched track) {
    try {
      track.now = UsableTrack.of(track.announced);
      track.watch = TrackWatch.of(track.now).orElse(null);
    } catch (CodecException e) {
      // A decoder may support an order of channels that browsers do not.
      leaveOut(track, e, track.announced.codec() == Codec.AAC ? SoundCodec.AAC : null);
    }
  }

  /**
   * Ignores a track, unless it is the only video track or the only track.
   *
   * @param decodable the codec with which FFmpeg can decode it; null when unknown
   */
  private void leaveOut(Watched track, CodecException because, @Nullable SoundCodec decodable) {
    boolean sound = track.announced.kind() == TrackKind.AUDIO;
    boolean goesOn =
        watched.stream()
            .filter(other -> other != track && other.leftOut == null)
            .anyMatch(other -> sound || other.announced.kind() == TrackKind.VIDEO);
    if (!goesOn) {
      throw because;
    }
    IgnoredTrack leftOut = IgnoredTrack.of(track.announced, String.valueOf(because.getMessage()));
    track.leftOut = because.otherCodec().map(leftOut::named).orElse(leftOut);
    if (sound && track.announced.timescale() <= Integer.MAX_VALUE) {
      track.sound =
          because
              .otherCodec()
              .map(SoundCodec::new)
              .or(() -> Optional.ofNullable(decodable))
              .map(codec -> ForeignSound.of(track.announced, codec))
              .orElse(null);
    }
  }

  private void announce(MediaEventSink sink, boolean continuing) {
    List<Track> tracks =
        watched.stream().filter(track -> track.leftOut == null).map(track -> track.now).toList();
    sink.on(new MediaEvent.TracksFound(tracks, title, continuing));
    if (tracks.size() < watched.size() || !ignoredByContainer.isEmpty()) {
      tellIgnored(sink);
    }
  }

  private void tellIgnored(MediaEventSink sink) {
    List<IgnoredTrack> all = new ArrayList<>(ignoredByContainer);
    List<ForeignSound> sounds = new ArrayList<>(soundsOfContainer);
    for (Watched track : watched) {
      if (track.leftOut != null) {
        all.add(track.leftOut);
      }
      if (track.sound != null) {
        sounds.add(track.sound);
      }
    }
    sink.on(new MediaEvent.TracksIgnored(all, sounds));
  }
}
