package io.framelog.edge.hls;

import io.framelog.log.Position;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The chunks of one stream that players requested recently, and the newest ones. All streams share
 * one budget: when it is used up, a stream evicts its least recently used chunk, or the one just
 * added if it has no other. Confined to its stream's loop.
 *
 * <p>Not a Caffeine cache: the chunks are reference-counted, and the bound is that of all streams
 * together.
 */
final class MediaCache {
  /** The bytes that all caches of an edge may hold together. Any thread. */
  static final class Budget {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    Budget(long most) {
      this.most = most;
    }

    private boolean isExceeded() {
      return used.get() > most;
    }

    long used() {
      return used.get();
    }
  }

  private final Budget budget;
  private final Map<Position, SegmentMedia> chunks = new LinkedHashMap<>(16, 0.75f, true);

  MediaCache(Budget budget) {
    this.budget = budget;
  }

  /**
   * Takes over the caller's reference.
   *
   * @param header of the chunk
   */
  void put(Position header, SegmentMedia media) {
    SegmentMedia before = chunks.put(header, media);
    budget.used.addAndGet(media.keep().bytes());
    if (before != null) {
      letGo(before);
    }
    Iterator<SegmentMedia> oldest = chunks.values().iterator();
    while (budget.isExceeded() && oldest.hasNext()) {
      SegmentMedia leaving = oldest.next();
      oldest.remove();
      letGo(leaving);
    }
  }

  Optional<SegmentMedia> get(Position header) {
    return Optional.ofNullable(chunks.get(header));
  }

  private void letGo(SegmentMedia media) {
    budget.used.addAndGet(-media.bytes());
    media.release();
  }

  void clear() {
    chunks.values().forEach(this::letGo);
    chunks.clear();
  }
}
