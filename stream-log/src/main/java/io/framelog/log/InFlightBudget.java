package io.framelog.log;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Divides the producer's memory among the sessions, so that the sum of their bounds is below it and
 * an append never waits for another stream's bytes. Thread-safe.
 */
final class InFlightBudget {
  /** With a smaller bound a session would pause between two frames. */
  private static final long MIN = 64 << 10;

  private final long perSession;
  private final long total;
  private final AtomicInteger sessions = new AtomicInteger();

  InFlightBudget(LogConfig config) {
    this.perSession = config.maxInFlightBytes();
    // Half, because the producer's batches use more memory than their bytes.
    this.total = config.bufferMemory() / 2;
  }

  void join() {
    sessions.incrementAndGet();
  }

  void leave() {
    sessions.decrementAndGet();
  }

  /** Present number of bytes in flight at which a session pauses its source. */
  long bound() {
    long share = total / Math.max(1, sessions.get());
    return Math.max(MIN, Math.min(perSession, share));
  }

  /** Bytes in flight at which a session is lost, because its source has ignored the pause. */
  long limit() {
    return KafkaSessionLog.HARD_LIMIT * perSession;
  }
}
