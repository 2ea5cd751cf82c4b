package io.framelog.edge.poster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The pictures that were requested recently, within a bound of bytes. Thread-safe. */
final class PictureCache {
  /** A request: a stream's picture with a maximum width in pixels. */
  record Asked(StreamId stream, int width) {}

  /** A picture, and the last time, on the caller's clock, at which it was the newest. */
  record Seen(Picture picture, long atNanos) {}

  /**
   * How long a picture is kept without a request. By then a live stream has another keyframe. The
   * cache prefers pictures that were requested often, so those of streams that have ended would
   * otherwise keep new ones out.
   */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final Cache<Asked, Seen> pictures;

  /**
   * @param bound bytes
   * @param nanoTime a monotonic clock, nanoseconds
   */
  PictureCache(long bound, LongSupplier nanoTime) {
    this.pictures =
        Caffeine.newBuilder()
            .maximumWeight(bound)
            .weigher((Asked key, Seen seen) -> seen.picture().bytes())
            .expireAfterAccess(KEPT)
            .ticker(nanoTime::getAsLong)
            // Evicts on the caller's thread, so that the bound holds when put returns.
            .executor(Runnable::run)
            .build();
  }

  @Nullable Seen get(Asked key) {
    return pictures.getIfPresent(key);
  }

  void put(Asked key, Seen seen) {
    pictures.put(key, seen);
  }

  /** Bytes of the pictures. */
  long bytes() {
    return pictures.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }
}
