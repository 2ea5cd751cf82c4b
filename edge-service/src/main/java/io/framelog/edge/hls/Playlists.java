package io.framelog.edge.hls;

import io.framelog.log.StreamId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream's full playlist and delta update, each rendered at the first request and shared until
 * the log changes. Confined to its stream's loop.
 */
final class Playlists {
  private final StreamId stream;
  private final HlsTiming timing;
  private final ReconnectGrace grace;
  private final HlsMetrics metrics;
  private @Nullable PlaylistSnapshot snapshot;
  private @Nullable RenderedPlaylist full;
  private @Nullable RenderedPlaylist delta;

  Playlists(StreamId stream, HlsTiming timing, ReconnectGrace grace, HlsMetrics metrics) {
    this.stream = stream;
    this.timing = timing;
    this.grace = grace;
    this.metrics = metrics;
  }

  /** The present content; the index drops segments that are not listed any more. */
  PlaylistSnapshot snapshot(SegmentIndex index) {
    PlaylistSnapshot present = snapshot;
    if (present == null) {
      present = PlaylistSnapshot.of(index, timing, grace.isOver(index.endedAtMs()));
      snapshot = present;
      if (present instanceof PlaylistSnapshot.Playable playable) {
        index.forgetBefore(playable.first());
      }
    }
    return present;
  }

  /** The full playlist, until the log changes. */
  RenderedPlaylist full(PlaylistSnapshot.Playable playable) {
    RenderedPlaylist present = full;
    if (present == null) {
      present = rendered(() -> PlaylistWriter.full(stream.value(), timing, playable));
      full = present;
    }
    return present;
  }

  /** A Playlist Delta Update, until the log changes. */
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

  /** The log has changed. Playlists returned before stay valid. */
  void changed() {
    snapshot = null;
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
