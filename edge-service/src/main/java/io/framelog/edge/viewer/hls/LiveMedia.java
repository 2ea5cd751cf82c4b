package io.framelog.edge.viewer.hls;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bytes of the chunk that goes on, part by part, and hands it to the cache when it is
 * complete. What a chunk has beyond a bound is not kept. Confined to its stream's loop.
 */
final class LiveMedia implements SegmentIndex.Listener {
  private final MediaCache cache;
  private final long cutMs;
  private final long mostBytes;
  private @Nullable SegmentMedia current;
  private boolean overflowed;

  LiveMedia(MediaCache cache, long cutMs, long mostBytes) {
    this.cache = cache;
    this.cutMs = cutMs;
    this.mostBytes = mostBytes;
  }

  @Override
  public void partClosed(Segment segment, PartCutter.Cut part) {
    SegmentMedia media = current;
    if (media == null || media.segment() != segment) {
      clear();
      media = new SegmentMedia(segment);
      current = media;
    }
    if (!overflowed) {
      media.add(part.data());
      if (media.bytes() > mostBytes || segment.isTooLong()) {
        overflowed = true;
        media.release();
      }
    }
  }

  @Override
  public void completed(Segment segment) {
    SegmentMedia media = current;
    if (media != null && media.segment() == segment && !overflowed) {
      current = null;
      cache.put(new MediaCache.Key(segment.position(), cutMs), media);
    }
  }

  /** The bytes of a chunk that goes on; empty when it is another, or too long to be kept. */
  Optional<SegmentMedia> of(Segment segment) {
    SegmentMedia media = current;
    return media != null && media.segment() == segment && !overflowed
        ? Optional.of(media)
        : Optional.empty();
  }

  void clear() {
    if (current != null) {
      current.release();
      current = null;
    }
    overflowed = false;
  }
}
