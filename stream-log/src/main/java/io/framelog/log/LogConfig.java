package io.framelog.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * How streams are kept on Kafka. Values are checked by {@link LogConfigCheck} when a reader or
 * writer is made. Durations may be written {@code 1h} or {@code PT1H}.
 */
@ConfigMapping(prefix = "framelog.log")
public interface LogConfig {
  /** The rewind window: how long a record is kept; at least a minute. */
  @WithDefault("PT1H")
  Duration retention();

  /** Most bytes one stream may hold, so that no publisher fills the disk; at least 16 MiB. */
  @WithDefault("10737418240")
  long retentionBytes();

  /** Size at which Kafka starts a new segment file, bytes; 1 MiB to 1 GiB. */
  @WithDefault("134217728")
  int segmentBytes();

  /**
   * Bytes that the disk of every broker should have free, 0 for any. Below half of it publishers
   * are paused; the embedded broker removes the oldest segments of streams below all of it, and
   * does not start below half. At least twice {@code buffer-memory}, which may be on its way when
   * publishers are paused.
   */
  @WithDefault("536870912")
  long minFreeBytes();

  /** Replicas of each stream's and control topic; 3 or more need 2 in sync to acknowledge. */
  @WithDefault("1")
  short replicationFactor();

  /**
   * Name of this copy where the logs are not written here but brought by a mirror of another Kafka,
   * {@code eu}: 1 to 64 of {@code a-z 0-9 _ -}. For edges and a control API of another region;
   * positions hold within one copy.
   */
  Optional<String> mirror();

  /** Largest record, bytes: bounds an init segment or a part (a keyframe); 1 to 64 MiB. */
  @WithDefault("16777216")
  int maxRecordBytes();

  /** Bytes of one session that may wait for Kafka before its source is paused. */
  @WithDefault("8388608")
  int maxInFlightBytes();

  /**
   * Bytes that all sessions of a process may have waiting for Kafka; shared out when many publish,
   * so that one stream's backlog never blocks another's append. At least twice {@code
   * max-in-flight-bytes} and {@code max-record-bytes}.
   */
  @WithDefault("67108864")
  long bufferMemory();

  /** The longest outage of Kafka that loses nothing; a session ends when an append takes longer. */
  @WithDefault("PT5M")
  Duration deliveryTimeout();

  /**
   * How long an append may wait for those of other streams, to reach Kafka in one request with
   * them; 0 to 50 ms. None waits by default. A node with hundreds of publishers, and its brokers,
   * spend less processor time with 2 ms, which viewers get everything later by: docs/5-benchmarks.
   */
  @WithDefault("PT0S")
  Duration appendLinger();

  /**
   * How long viewers and the control API wait for a publisher that dropped before they say that its
   * stream has ended; 0 to 10 minutes. The log states the end at once, whoever publishes next.
   */
  @WithDefault("PT10S")
  Duration dropGrace();

  /** Most time a lookup (join, seek, claim) waits for Kafka. */
  @WithDefault("PT5S")
  Duration lookupTimeout();

  /** Threads that send appends; a stream's appends always take the same one. */
  @WithDefault("2")
  int writerThreads();

  /** Threads that find joins, times and positions. */
  @WithDefault("2")
  int lookupThreads();

  /** Lookups that may wait for a thread; more fail at once. */
  @WithDefault("1024")
  int lookupQueue();

  /** Threads that read the past for viewers behind the live end. */
  @WithDefault("2")
  int playbackThreads();

  /** Reads of the past that may wait for a thread; more fail at once. */
  @WithDefault("256")
  int playbackQueue();

  /** Threads that follow live streams, streams shared out among them; one per busy core. */
  @WithDefault("1")
  int liveShards();
}
