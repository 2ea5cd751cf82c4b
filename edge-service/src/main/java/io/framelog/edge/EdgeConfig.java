package io.framelog.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Configuration of an edge. Every key has a usable default. */
@ConfigMapping(prefix = "framelog.edge")
public interface EdgeConfig {
  /**
   * Bytes that may be queued for one viewer, in addition to its socket's buffer. When the queue is
   * full, the viewer is sent a {@code gap} and continues at the next chunk. The current chunk that
   * a joining viewer receives does not count. At least 64K.
   */
  @WithDefault("4M")
  MemorySize viewerQueue();

  /**
   * Bytes of the current chunk that a channel keeps for joining viewers. A longer chunk is still
   * delivered to viewers that already watch; joining viewers wait for the next one. At least 64K.
   */
  @WithDefault("32M")
  MemorySize chunkCache();

  /**
   * Bytes that the current chunks of all streams may use together, by default half of the direct
   * memory. A chunk that does not fit is not kept: joining viewers wait for the next one. At least
   * 64K.
   */
  Optional<MemorySize> chunkCacheTotal();

  /**
   * Bytes that a channel may queue for one event loop. When the queue is full, the loop's viewers
   * continue at the next chunk. At least 64K.
   */
  @WithDefault("16M")
  MemorySize loopQueue();

  /**
   * Longest time that a saturated event loop delays parts in order to write several at once. A loop
   * that keeps up writes each part immediately. 0 disables the delay; at most 5s.
   */
  @WithDefault("250ms")
  Duration maxCoalesce();

  /**
   * A viewer is disconnected when its socket accepts no data for this long although data is queued.
   * At least 1s.
   */
  @WithDefault("10s")
  Duration stallTimeout();

  /** How long a channel continues to follow its log after the last viewer has left. */
  @WithDefault("10s")
  Duration linger();

  /** How far ahead of real time a viewer that watches the past is served. At least 1s. */
  @WithDefault("5s")
  Duration playbackLead();

  /**
   * Time over which an edge that shuts down spreads the moves of its viewers. A small number of
   * viewers is moved faster, at 20 a second. 0 moves all at once.
   */
  @WithDefault("10s")
  Duration drainDuration();

  /**
   * Longest time for which a viewer that was asked to move is still served. The termination grace
   * period of the process must be at least {@code drain-duration} plus this plus 5 s.
   */
  @WithDefault("5s")
  Duration movedGrace();

  /**
   * How long Kafka may be unreachable before the edge is not ready any more, so that new viewers go
   * to other edges. Connected viewers stay. At least 5s.
   */
  @WithDefault("15s")
  Duration unreadyAfter();

  /**
   * Longest HLS part made by joining parts of the log; 50ms to 2s. It is in the URLs of HLS parts,
   * so edges behind the same load balancer need the same value.
   */
  @WithDefault("200ms")
  Duration hlsPartDuration();

  /** Duration of media that an HLS playlist lists before the newest chunk; 24s to 10m. */
  @WithDefault("60s")
  Duration hlsWindow();

  /** Bytes of complete chunks that are cached for HLS, over all streams. At least 64K. */
  @WithDefault("64M")
  MemorySize hlsCache();

  /**
   * Bytes read back from the log, for HLS and for viewers that watch the past, that sockets have
   * not accepted yet. Beyond that HLS requests get 503, and viewers in the past wait. At least 4M.
   */
  @WithDefault("128M")
  MemorySize readBack();

  /** HLS requests that may wait for media that is not in the log yet; more get 503. At least 1. */
  @WithDefault("20000")
  int hlsWaiting();

  /**
   * Origins whose pages may watch, in addition to the edge's own: separated by commas, as {@code
   * https://www.example.com}, or {@code *} for any. Requests without an {@code Origin} header, as
   * programs send them, are not restricted.
   */
  Optional<String> origins();

  /**
   * Bytes of posters that are cached; the least recently requested are evicted first. At least 64K.
   */
  @WithDefault("16M")
  MemorySize pictureCache();
}
