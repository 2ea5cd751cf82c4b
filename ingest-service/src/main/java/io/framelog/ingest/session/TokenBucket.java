package io.framelog.ingest.session;

/**
 * Allows an average rate and a burst. Full at first; times are {@link System#nanoTime()}. One
 * thread at a time.
 *
 * <pre>
 *   perSecond ──▶ [ tokens ≤ burst ] ──▶ take(n)
 *                        ▲                 └─ fewer than n: false, none taken
 *   time in a pause ─────┘ credit, also above the burst
 * </pre>
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private double tokens;
  private long filledAt;

  TokenBucket(double perSecond, double burst, long now) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = now;
  }

  boolean take(double count, long now) {
    fill(now);
    if (tokens < count) {
      return false;
    }
    tokens -= count;
    return true;
  }

  /** Adds the tokens of a time in which the caller was prevented from taking any. */
  void credit(long nanos) {
    tokens += perSecond * nanos / NANOS;
  }

  private void fill(long now) {
    tokens = Math.max(tokens, Math.min(burst, tokens + perSecond * (now - filledAt) / NANOS));
    filledAt = now;
  }
}
