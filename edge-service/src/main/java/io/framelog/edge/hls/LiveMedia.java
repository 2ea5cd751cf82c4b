package io.framelog.edge.hls;

import io.framelog.edge.channel.ChunkBudget;
import io.framelog.edge.frame.ReadBackMemory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bytes of the chunk in progress, part by part, and passes it to the cache when it is
 * complete. A chunk that exceeds a bound is not kept. Confined to its stream's loop.
 */
final class LiveMedia implements SegmentIndex.Listener {
  private final MediaCache cache;
  private final ReadBackMemory memory;
  private final ChunkBudget budget;
  private final long mostBytes;
  private @Nullable SegmentMedia current;
  private boolean overflowed;

  LiveMedia(MediaCache cache, ReadBackMemory memory, ChunkBudget budget, long mostBytes) {
    this.cache = cache;
    this.memory = memory;
    this.budget = budget;
    this.mostBytes = mostBytes;
  }

  @Override
  public void partClosed(Segment segment, PartCutter.Cut part) {
    SegmentMedia media = current;
    if (media == null || media.segment() != segment) {
      clear();
      media = new SegmentMedia(segment, memory).keep();
      current = media;
    }
    if (overflowed) {
      return;
    }
    long bytes = SegmentMedia.bytesOf(part.data());
    if (media.bytes() + bytes > mostBytes || segment.isTooLong() || !budget.take(bytes)) {
      overflowed = true;
      release(media);
    } else {
      media.add(part.data());
    }
  }

  @Override
  public void completed(Segment segment) {
    SegmentMedia media = current;
    if (media != null && media.segment() == segment && !overflowed) {
      current = null;
      budget.giveBack(media.bytes());
      cache.put(segment.position(), media);
    }
  }

  /**
   * The bytes of the chunk in progress; empty when the segment is another one, or too long to be
   * kept.
   */
  Optional<SegmentMedia> of(Segment segment) {
    SegmentMedia media = current;
    return media != null && media.segment() == segment && !overflowed
        ? Optional.of(media)
        : Optional.empty();
  }

  void clear() {
    if (current != null) {
      release(current);
      current = null;
    }
    overflowed = false;
  }

  private void release(SegmentMedia media) {
    budget.giveBack(media.bytes());
    media.release();
  }
}
