package io.framelog.media.container;

import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Track;
import io.framelog.media.codec.TrackWatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Announces the tracks anew in front of a sample that brings other parameter sets, or a picture of
 * another size, than those in force: an encoder that was given another size says so in the stream
 * alone.
 *
 * <pre>
 *   in   TracksFound  K(sps 1) v v  K(sps 1) v v  K(sps 2) v …
 *   out  TracksFound  K        v v  K        v v  TracksFound′  K  v …
 * </pre>
 */
public final class TrackChangeFilter {
  private List<Watched> watched = List.of();
  private @Nullable String title;
  private @Nullable MediaEventSink target;
  private MediaEventSink filter = event -> {};

  /** A track, and what its samples have made of it. */
  private static final class Watched {
    final Track announced;
    final @Nullable TrackWatch watch;
    Track now;

    Watched(Track announced) {
      this.announced = announced;
      this.watch = TrackWatch.of(announced).orElse(null);
      this.now = announced;
    }
  }

  /** The sink to give events to, so that they reach {@code sink}. */
  public MediaEventSink before(MediaEventSink sink) {
    if (target != sink) {
      target = sink;
      filter = event -> on(event, sink);
    }
    return filter;
  }

  private void on(MediaEvent event, MediaEventSink sink) {
    if (event instanceof MediaEvent.SampleRead read) {
      for (Watched track : watched) {
        Track changed = track.watch == null ? null : track.watch.changedBy(read.sample());
        if (changed != null) {
          track.now = changed;
          sink.on(announcement(true));
        }
      }
      sink.on(event);
    } else if (event instanceof MediaEvent.TracksFound found) {
      title = found.title();
      watched = found.tracks().stream().map(track -> watched(track, found)).toList();
      sink.on(announcement(found.continuing()));
    }
  }

  /** A track that is announced again because another one changed stays what it has become. */
  private Watched watched(Track track, MediaEvent.TracksFound found) {
    for (Watched known : watched) {
      if (found.continuing() && known.announced.equals(track)) {
        return known;
      }
    }
    return new Watched(track);
  }

  private MediaEvent announcement(boolean continuing) {
    return new MediaEvent.TracksFound(
        watched.stream().map(track -> track.now).toList(), title, continuing);
  }
}
