package io.framelog.edge.poster;

import io.framelog.log.StreamId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures as last asked for; those not asked for the longest go first. One thread at a time. */
final class PictureCache {
  /** What is asked for: a stream's picture, so many pixels wide at most. */
  record Asked(StreamId stream, int width) {}

  /** A picture, and when it was seen to be the newest, on the caller's clock. */
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
