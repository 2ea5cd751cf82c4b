package io.framelog.edge.hls;

import io.framelog.log.StreamId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream's playlist at one end of its log, whole and as an update, each made when it is first
 * asked for and then shared until there is news. Confined to its stream's loop.
 */
final class Playlists {
  private final StreamId stream;
  private final HlsTiming timing;
  private final ReconnectGrace grace;
  private final HlsMetrics metrics;
  private @Nullable PlaylistSnapshot listing;
  private @Nullable RenderedPlaylist full;
  private @Nullable RenderedPlaylist delta;

  Playlists(StreamId stream, HlsTiming timing, ReconnectGrace grace, HlsMetrics metrics) {
    this.stream = stream;
    this.timing = timing;
    this.grace = grace;
    this.metrics = metrics;
  }

  /** What there is to list; the index forgets what is not listed any more. */
  PlaylistSnapshot listing(SegmentIndex index) {
    PlaylistSnapshot present = listing;
    if (present == null) {
      present = PlaylistSnapshot.of(index, timing, grace.isOver(index.endedAtMs()));
      listing = present;
      if (present instanceof PlaylistSnapshot.Playable playable) {
        index.forgetBefore(playable.first());
      }
    }
    return present;
  }

  /** All of it, until there is news. */
  RenderedPlaylist full(PlaylistSnapshot.Playable playable) {
    RenderedPlaylist present = full;
    if (present == null) {
      present = rendered(() -> PlaylistWriter.full(stream.value(), timing, playable));
      full = present;
    }
    return present;
  }

  /** A Playlist Delta Update, until there is news. */
  RenderedPlaylist delta(PlaylistSnapshot.Playable playable) {
    RenderedPlaylist present = delta;
    if (present == null) {
      present = rendered(() -> PlaylistWriter.delta(stream.value(), timing, playable));
      delta = present;
    }
    return present;
  }

  private RenderedPlaylist rendered(Supplier<String> writer) {
    return new RenderedPlaylist(
        () -> {
          metrics.rendered();
          return writer.get();
        });
  }

  /** There is news; who was handed a text keeps it. */
  void changed() {
    listing = null;
    if (full != null) {
      full.release();
      full = null;
    }
    if (delta != null) {
      delta.release();
      delta = null;
    }
  }
}
