package io.framelog.edge.poster;

import io.framelog.log.StreamId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An LRU cache of pictures. Not thread-safe. */
final class PictureCache {
  /** A request: a stream's picture with a maximum width in pixels. */
  record Asked(StreamId stream, int width) {}

  /** A picture, and the last time, on the caller's clock, at which it was the newest. */
  record Seen(Picture picture, long atNanos) {}

  private static final float LOAD = 0.75f;

  private final long bound;
  private final Map<Asked, Seen> pictures = new LinkedHashMap<>(16, LOAD, true);
  private long bytes;

  /**
   * @param bound bytes
   */
  PictureCache(long bound) {
    this.bound = bound;
  }

  @Nullable Seen get(Asked key) {
    return pictures.get(key);
  }

  void put(Asked key, Seen seen) {
    Seen before = pictures.remove(key);
    bytes += seen.picture().bytes() - (before == null ? 0 : before.picture().bytes());
    pictures.put(key, seen);
    Iterator<Seen> oldest = pictures.values().iterator();
    while (bytes > bound && oldest.hasNext()) {
      bytes -= oldest.next().picture().bytes();
      oldest.remove();
    }
  }

  long bytes() {
    return bytes;
  }
}
