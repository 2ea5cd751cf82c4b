package io.framelog.edge.hls;

import io.framelog.edge.channel.LatestCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How long a publisher that has gone is waited for before players are told that the stream is over:
 * they do not come back from that, while an encoder that is restarted also ends in order.
 *
 * <pre>
 *               end record              its timestamp + grace
 *   PUBLISHED ──────────────▶ AWAITED ─────────────────────────▶ OVER
 *       ▲                        │                                │
 *       └────── claim, header ───┴────────────────────────────────┘
 * </pre>
 *
 * The time is the record's, so that edges agree as far as their clocks do. Confined to its stream's
 * loop.
 */
final class ReconnectGrace {
  /**
   * What it takes.
   *
   * @param grace from an end record on; zero for none
   * @param clock compared with the ingest node's
   * @param timer any thread
   */
  record Environment(Duration grace, InstantSource clock, ScheduledExecutorService timer) {}

  private static final long NOBODY = -1;

  private final Environment environment;
  private final Executor loop;
  private final Runnable passed;
  private final LatestCall calls = new LatestCall();
  private long awaitedSinceMs = NOBODY;

  /**
   * @param passed called on the loop when an answer of {@link #isOver} may have become another one
   */
  ReconnectGrace(Environment environment, Executor loop, Runnable passed) {
    this.environment = environment;
    this.loop = loop;
    this.passed = passed;
  }

  /**
   * Whether nobody is waited for any more; if somebody is, there will be a call when no longer.
   *
   * @param endedAtMs when the last session ended, ms since 1970; empty while there is one
   */
  boolean isOver(OptionalLong endedAtMs) {
    if (endedAtMs.isEmpty()) {
      forget();
      return false;
    }
    long since = endedAtMs.getAsLong();
    long leftMs = since + environment.grace().toMillis() - environment.clock().millis();
    if (leftMs <= 0) {
      forget();
      return true;
    }
    if (since != awaitedSinceMs) {
      awaitedSinceMs = since;
      callIn(leftMs);
    }
    return false;
  }

  private void callIn(long leftMs) {
    long mine = calls.begin();
    var unused =
        environment
            .timer()
            .schedule(() -> loop.execute(() -> call(mine)), leftMs, TimeUnit.MILLISECONDS);
  }

  private void call(long called) {
    if (calls.isLatest(called)) {
      awaitedSinceMs = NOBODY;
      passed.run();
    }
  }

  /** Nobody is called any more. */
  void forget() {
    calls.cancel();
    awaitedSinceMs = NOBODY;
  }
}
