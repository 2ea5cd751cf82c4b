package io.framelog.media.container;

import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Track;
import io.framelog.media.codec.TrackWatch;
import java.util.ArrayList;
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
  private final List<TrackWatch> watches = new ArrayList<>(1);
  private List<Track> tracks = List.of();
  private @Nullable String title;
  private @Nullable MediaEventSink target;
  private MediaEventSink filter = event -> {};

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
      for (TrackWatch watch : watches) {
        Track changed = watch.changedBy(read.sample());
        if (changed != null) {
          replace(changed);
          sink.on(new MediaEvent.TracksFound(tracks, title));
        }
      }
    } else if (event instanceof MediaEvent.TracksFound found) {
      tracks = found.tracks();
      title = found.title();
      watches.clear();
      for (Track track : tracks) {
        TrackWatch.of(track).ifPresent(watches::add);
      }
    }
    sink.on(event);
  }

  private void replace(Track changed) {
    List<Track> replaced = new ArrayList<>(tracks);
    replaced.replaceAll(track -> track.id() == changed.id() ? changed : track);
    tracks = replaced;
  }
}
