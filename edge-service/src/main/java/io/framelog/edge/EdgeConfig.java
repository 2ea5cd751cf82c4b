package io.framelog.edge;

import io.framelog.config.Checked;
import io.framelog.controlplane.KafkaConnectivity;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Configuration of an edge. Every key has a usable default. */
@Checked(by = EdgeConfigCheck.class)
@ConfigMapping(prefix = "framelog.edge")
public interface EdgeConfig {
  String MIN_CACHE = "64K";
  String MIN_READ_BACK = "4M";

  /**
   * Bytes that may be queued for one viewer, in addition to its socket's buffer. When the queue is
   * full, the viewer is sent a {@code gap} and continues at the next chunk. The current chunk that
   * a joining viewer receives does not count. At least 64K.
   */
  @WithDefault("4M")
  @MemoryMin(MIN_CACHE)
  MemorySize viewerQueue();

  /**
   * Bytes of the current chunk that a channel keeps for joining viewers. A longer chunk is still
   * delivered to viewers that already watch; joining viewers wait for the next one. At least 64K.
   */
  @WithDefault("32M")
  @MemoryMin(MIN_CACHE)
  MemorySize chunkCache();

  /**
   * Bytes that the current chunks of all streams may use together, by default half of the direct
   * memory. A chunk that does not fit is not kept: joining viewers wait for the next one. At least
   * 64K.
   */
  Optional<@MemoryMin(MIN_CACHE) MemorySize> chunkCacheTotal();

  /**
   * Bytes that a channel may queue for one event loop. When the queue is full, the loop's viewers
   * continue at the next chunk. At least 64K.
   */
  @WithDefault("16M")
  @MemoryMin(MIN_CACHE)
  MemorySize loopQueue();

  /**
   * Longest time that a saturated event loop delays parts in order to write several at once. A loop
   * that keeps up writes each part immediately. 0 disables the delay; at most 5s.
   */
  @WithDefault("250ms")
  @DurationMin
  @DurationMax(seconds = 5)
  Duration maxCoalesce();

  /**
   * A viewer is disconnected when its socket accepts no data for this long although data is queued.
   * At least 1s.
   */
  @WithDefault("10s")
  @DurationMin(seconds = 1)
  Duration stallTimeout();

  /** How long a channel continues to follow its log after the last viewer has left. */
  @WithDefault("10s")
  @DurationMin
  Duration linger();

  /** How far ahead of real time a viewer that watches the past is served. At least 1s. */
  @WithDefault("5s")
  @DurationMin(seconds = 1)
  Duration playbackLead();

  /**
   * Time over which an edge that shuts down spreads the moves of its viewers. A small number of
   * viewers is moved faster, at 20 a second. 0 moves all at once.
   */
  @WithDefault("10s")
  @DurationMin
  Duration drainDuration();

  /**
   * Longest time for which a viewer that was asked to move is still served. The termination grace
   * period of the process must be at least {@code drain-duration} plus this plus 5 s.
   */
  @WithDefault("5s")
  @DurationMin
  Duration movedGrace();

  /**
   * How long Kafka may be unreachable before the edge is not ready any more, so that new viewers go
   * to other edges. Connected viewers stay. At least 5s.
   */
  @WithDefault("15s")
  @DurationMin(seconds = KafkaConnectivity.AWAY_SECONDS)
  Duration unreadyAfter();

  /**
   * Longest HLS part made by joining parts of the log; 50ms to 2s. It is in the URLs of HLS parts,
   * so edges behind the same load balancer need the same value.
   */
  @WithDefault("200ms")
  @DurationMin(millis = 50)
  @DurationMax(seconds = 2)
  Duration hlsPartDuration();

  /** Duration of media that an HLS playlist lists before the newest chunk; 24s to 10m. */
  @WithDefault("60s")
  @DurationMin(seconds = 24)
  @DurationMax(minutes = 10)
  Duration hlsWindow();

  /** Bytes of complete chunks that are cached for HLS, over all streams. At least 64K. */
  @WithDefault("64M")
  @MemoryMin(MIN_CACHE)
  MemorySize hlsCache();

  /**
   * Bytes read back from the log, for HLS and for viewers that watch the past, that sockets have
   * not accepted yet. Beyond that HLS requests get 503, and viewers in the past wait. At least 4M.
   */
  @WithDefault("128M")
  @MemoryMin(MIN_READ_BACK)
  MemorySize readBack();

  /** HLS requests that may wait for media that is not in the log yet; more get 503. At least 1. */
  @WithDefault("20000")
  @Min(1)
  int hlsWaiting();

  /**
   * Origins whose pages may watch, in addition to the edge's own: separated by commas, as {@code
   * https://www.example.com}, or {@code *} for any. Requests without an {@code Origin} header, as
   * programs send them, are not restricted.
   */
  Optional<String> origins();

  /**
   * Bytes of posters that are cached; those that are seldom requested are evicted first. At least
   * 64K.
   */
  @WithDefault("16M")
  @MemoryMin(MIN_CACHE)
  MemorySize pictureCache();
}
