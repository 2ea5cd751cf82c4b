package io.framelog.log;

import java.time.Duration;

/** Rejects values that are out of range; the message names the key and the expected range. */
public final class LogConfigCheck {
  private static final long MIB = 1 << 20;

  private LogConfigCheck() {}

  /**
   * Checks every key.
   *
   * @return the same configuration
   * @throws IllegalArgumentException naming the first key that is out of range
   */
  public static LogConfig check(LogConfig config) {
    duration("retention", config.retention(), Duration.ofMinutes(1), Duration.ofDays(3650));
    range("retention-bytes", config.retentionBytes(), 16 * MIB, Long.MAX_VALUE);
    range("segment-bytes", config.segmentBytes(), MIB, 1024 * MIB);
    range("replication-factor", config.replicationFactor(), 1, 100);
    config.mirror().ifPresent(LogConfigCheck::mirror);
    range("max-record-bytes", config.maxRecordBytes(), MIB, 64 * MIB);
    range("max-in-flight-bytes", config.maxInFlightBytes(), 64 << 10, 1024 * MIB);
    range(
        "buffer-memory",
        config.bufferMemory(),
        2L * Math.max(config.maxInFlightBytes(), config.maxRecordBytes()),
        Long.MAX_VALUE);
    if (config.minFreeBytes() != 0) {
      range("min-free-bytes", config.minFreeBytes(), 2 * config.bufferMemory(), Long.MAX_VALUE);
    }
    duration(
        "delivery-timeout", config.deliveryTimeout(), Duration.ofSeconds(1), Duration.ofDays(1));
    duration("append-linger", config.appendLinger(), Duration.ZERO, Duration.ofMillis(50));
    duration("drop-grace", config.dropGrace(), Duration.ZERO, Duration.ofMinutes(10));
    duration("lookup-timeout", config.lookupTimeout(), Duration.ofMillis(100), Duration.ofHours(1));
    range("writer-threads", config.writerThreads(), 1, 64);
    range("lookup-threads", config.lookupThreads(), 1, 64);
    range("lookup-queue", config.lookupQueue(), 1, 1 << 20);
    range("playback-threads", config.playbackThreads(), 1, 64);
    range("playback-queue", config.playbackQueue(), 1, 1 << 20);
    range("live-shards", config.liveShards(), 1, 64);
    return config;
  }

  private static void mirror(String name) {
    if (!name.matches("[a-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "framelog.log.mirror is '" + name + "', expected 1 to 64 of a-z 0-9 _ -");
    }
  }

  private static void range(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "framelog.log."
              + key
              + " is "
              + value
              + ", expected "
              + (most == Long.MAX_VALUE ? "at least " + least : least + " to " + most));
    }
  }

  private static void duration(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "framelog.log." + key + " is " + value + ", expected " + least + " to " + most);
    }
  }
}
