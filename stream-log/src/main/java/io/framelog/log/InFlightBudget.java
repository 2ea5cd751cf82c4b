package io.framelog.log;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shares the producer's memory out among the sessions, so that the sum of their bounds stays below
 * it and an append never waits for another stream's bytes. Thread-safe.
 */
final class InFlightBudget {
  /** Below this a session would pause between two frames. */
  private static final long MIN = 64 << 10;

  private final long perSession;
  private final long total;
  private final AtomicInteger sessions = new AtomicInteger();

  InFlightBudget(LogConfig config) {
    this.perSession = config.maxInFlightBytes();
    // Half, because the producer's batches take more memory than the bytes in them.
    this.total = config.bufferMemory() / 2;
  }

  void join() {
    sessions.incrementAndGet();
  }

  void leave() {
    sessions.decrementAndGet();
  }

  /** Bytes in flight at which a session pauses its source, at present. */
  long bound() {
    long share = total / Math.max(1, sessions.get());
    return Math.max(MIN, Math.min(perSession, share));
  }

  /**
   * Bytes in flight at which a session is lost, because its source was told to pause and did not.
   */
  long limit() {
    return KafkaSessionLog.HARD_LIMIT * perSession;
  }
}
