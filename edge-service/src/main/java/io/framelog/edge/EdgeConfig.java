package io.framelog.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Keys of an edge; all have a default that works. */
@ConfigMapping(prefix = "framelog.edge")
public interface EdgeConfig {
  /**
   * Bytes that may wait for one viewer behind its socket's own buffer. Past it the viewer is moved
   * to the next chunk start and told {@code gap}. The current chunk, given to a viewer that joins,
   * does not count. At least 64K.
   */
  @WithDefault("4M")
  MemorySize viewerQueue();

  /**
   * Bytes of the current chunk that a channel keeps for joiners. A longer chunk is delivered to
   * those already watching, joiners wait for the next. At least 64K.
   */
  @WithDefault("32M")
  MemorySize chunkCache();

  /**
   * Bytes that the current chunks of all streams may take together, by default half of the direct
   * memory. A chunk that does not fit is not kept: joiners wait for the next. At least 64K.
   */
  Optional<MemorySize> chunkCacheTotal();

  /**
   * Bytes that may wait for one event loop of a channel. Past it the loop's viewers are moved to
   * the next chunk start. At least 64K.
   */
  @WithDefault("16M")
  MemorySize loopQueue();

  /**
   * Longest time a saturated event loop lets parts wait so that several leave in one write; while
   * it keeps up each leaves at once. 0 for never, at most 5s.
   */
  @WithDefault("250ms")
  Duration maxCoalesce();

  /**
   * A viewer whose socket takes nothing for so long, although something waits for it, is closed. At
   * least 1s.
   */
  @WithDefault("10s")
  Duration stallTimeout();

  /** How long a channel goes on following its log after the last viewer left. */
  @WithDefault("10s")
  Duration linger();

  /** How far ahead of real time a viewer in the past is served. At least 1s. */
  @WithDefault("5s")
  Duration playbackLead();

  /**
   * Over how long a leaving edge spreads the moves of its viewers; few are moved in less, 20 a
   * second. 0 moves all at once.
   */
  @WithDefault("10s")
  Duration drainDuration();

  /**
   * How long a viewer that was told to move is served on at most, until it has found another edge.
   * A process has to be given {@code drain-duration}, this, and 5 s to end.
   */
  @WithDefault("5s")
  Duration movedGrace();

  /**
   * How long Kafka may be silent before new viewers are sent elsewhere (readiness); those there are
   * wait with this edge. At least 5s.
   */
  @WithDefault("15s")
  Duration unreadyAfter();

  /**
   * What HLS parts are joined to, at most, from the log's parts; 50ms to 2s. It is in their
   * addresses: edges that share viewers need the same.
   */
  @WithDefault("200ms")
  Duration hlsPartDuration();

  /** How much media an HLS playlist lists behind the newest chunk; 24s to 10m. */
  @WithDefault("60s")
  Duration hlsWindow();

  /**
   * Bytes of chunks kept for HLS, of all streams together, besides those that go on. At least 64K.
   */
  @WithDefault("64M")
  MemorySize hlsCache();

  /**
   * Bytes that may be read back from the log at a time, for HLS and viewers in the past, until
   * sockets have taken them. HLS requests for more get 503, viewers in the past wait. At least 4M.
   */
  @WithDefault("128M")
  MemorySize readBack();

  /** HLS requests that may wait for what is yet to come; more get 503. At least 1. */
  @WithDefault("20000")
  int hlsWaiting();

  /**
   * Whose pages may watch, besides those of this edge's own address: origins separated by commas,
   * as {@code https://www.example.com}, or {@code *} for any. Programs send no {@code Origin} and
   * are not concerned.
   */
  Optional<String> origins();

  /** Bytes of posters kept, those not asked for the longest go first. At least 64K. */
  @WithDefault("16M")
  MemorySize pictureCache();
}
