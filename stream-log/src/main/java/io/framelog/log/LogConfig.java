package io.framelog.log;

import io.framelog.config.Checked;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How streams are stored on Kafka. Durations may be written as {@code 1h} or {@code PT1H}. */
@Checked(by = LogConfigCheck.class)
@ConfigMapping(prefix = "framelog.log")
public interface LogConfig {
  long MIB = 1 << 20;
  long MAX_THREADS = 64;
  long MAX_QUEUE = 1 << 20;

  /** The rewind window: how long a record is kept; at least a minute. */
  @WithDefault("PT1H")
  @DurationMin(minutes = 1)
  @DurationMax(days = 3650)
  Duration retention();

  /** Maximum size of one stream, bytes, so that no publisher fills the disk; at least 16 MiB. */
  @WithDefault("10737418240")
  @Min(16 * MIB)
  long retentionBytes();

  /** Size at which Kafka starts a new segment file, bytes; 1 MiB to 1 GiB. */
  @WithDefault("134217728")
  @Min(MIB)
  @Max(1024 * MIB)
  int segmentBytes();

  /**
   * Bytes that the disk of every broker should have free; 0 disables the check. Below half of it
   * publishers are paused. The embedded broker removes the oldest segments of streams below all of
   * it, and does not start below half. At least twice {@code buffer-memory}, which may be in flight
   * when publishers are paused.
   */
  @WithDefault("536870912")
  long minFreeBytes();

  /** Replicas of each stream's and control topic; 3 or more need 2 in sync to acknowledge. */
  @WithDefault("1")
  @Min(1)
  @Max(100)
  short replicationFactor();

  /**
   * Name of this copy, if the logs are not written here but mirrored from another Kafka, for
   * example {@code eu}: 1 to 64 of {@code a-z 0-9 _ -}. For edges and a control API of another
   * region. Positions are valid within one copy only.
   */
  Optional<@Pattern(regexp = "[a-z0-9_-]{1,64}", message = "1 to 64 of a-z 0-9 _ -") String>
      mirror();

  /** Largest record, bytes; limits an init segment or a part (a keyframe); 1 to 64 MiB. */
  @WithDefault("16777216")
  @Min(MIB)
  @Max(64 * MIB)
  int maxRecordBytes();

  /** Bytes of one session that may be in flight to Kafka before its source is paused. */
  @WithDefault("8388608")
  @Min(64 << 10)
  @Max(1024 * MIB)
  int maxInFlightBytes();

  /**
   * Bytes that all sessions of a process may have in flight to Kafka. They are divided when many
   * publish, so that one stream's backlog never blocks another's append. At least twice {@code
   * max-in-flight-bytes} and {@code max-record-bytes}.
   */
  @WithDefault("67108864")
  long bufferMemory();

  /** The longest outage of Kafka without loss; a session ends when an append takes longer. */
  @WithDefault("PT5M")
  @DurationMin(seconds = 1)
  @DurationMax(days = 1)
  Duration deliveryTimeout();

  /**
   * How long an append may wait for those of other streams, to be sent to Kafka in one request; 0
   * to 50 ms. By default appends do not wait. With 2 ms a node with hundreds of publishers, and its
   * brokers, use less processor time, and viewers get everything 2 ms later: docs/5-benchmarks.
   */
  @WithDefault("PT0S")
  @DurationMin
  @DurationMax(millis = 50)
  Duration appendLinger();

  /**
   * How long the return of a publisher that dropped is awaited before viewers are notified of the
   * end and the control API reports it; 0 to 10 minutes. The log contains the end at once.
   */
  @WithDefault("PT10S")
  @DurationMin
  @DurationMax(minutes = 10)
  Duration dropGrace();

  /** Longest time for which a lookup (join, seek, claim) waits for Kafka. */
  @WithDefault("PT5S")
  @DurationMin(millis = 100)
  @DurationMax(hours = 1)
  Duration lookupTimeout();

  /** Threads that send appends; a stream's appends always use the same one. */
  @WithDefault("2")
  @Min(1)
  @Max(MAX_THREADS)
  int writerThreads();

  /** Threads that find joins, times and positions. */
  @WithDefault("2")
  @Min(1)
  @Max(MAX_THREADS)
  int lookupThreads();

  /** Lookups that may wait for a thread; more fail at once. */
  @WithDefault("1024")
  @Min(1)
  @Max(MAX_QUEUE)
  int lookupQueue();

  /** Threads that read the past for viewers behind the live end. */
  @WithDefault("2")
  @Min(1)
  @Max(MAX_THREADS)
  int playbackThreads();

  /** Reads of the past that may wait for a thread; more fail at once. */
  @WithDefault("256")
  @Min(1)
  @Max(MAX_QUEUE)
  int playbackQueue();

  /** Threads that follow live streams, which are distributed over them; one per busy core. */
  @WithDefault("1")
  @Min(1)
  @Max(MAX_THREADS)
  int liveShards();
}
