package io.framelog.edge.websocket;

import java.time.Duration;

/**
 * How fast the past is served: in real time with a lead, or as fast as the player accepts it.
 * Confined to one event loop.
 */
public final class Pace {
  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private final long leadUs;
  private long firstPtsUs = NOT_BEGUN;
  private long beganNanos;

  private Pace(long leadUs) {
    this.leadUs = leadUs;
  }

  public static Pace realTime(Duration lead) {
    return new Pace(lead.toMillis() * 1000);
  }

  public static Pace unlimited() {
    return new Pace(Long.MAX_VALUE);
  }

  /**
   * Whether a part may be served now.
   *
   * @param ptsUs on the stream's timeline, which has no gaps
   * @param nowNanos of {@link System#nanoTime}
   */
  boolean allows(long ptsUs, long nowNanos) {
    if (firstPtsUs == NOT_BEGUN) {
      firstPtsUs = ptsUs;
      beganNanos = nowNanos;
    }
    if (leadUs == Long.MAX_VALUE) {
      return true;
    }
    return ptsUs - firstPtsUs <= (nowNanos - beganNanos) / 1000 + leadUs;
  }
}
