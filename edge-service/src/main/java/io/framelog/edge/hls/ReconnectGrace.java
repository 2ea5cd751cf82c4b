package io.framelog.edge.hls;

import io.framelog.edge.channel.LatestCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The time for which a publisher may be away before the playlist is final. Players do not resume
 * after the end of a playlist, and an encoder that is restarted ends its session in order, too.
 *
 * <pre>
 *               end record              its timestamp + grace
 *   PUBLISHED ──────────────▶ AWAITED ─────────────────────────▶ OVER
 *       ▲                        │                                │
 *       └────── claim, header ───┴────────────────────────────────┘
 * </pre>
 *
 * The time is based on the record's timestamp, so edges with synchronized clocks agree. Confined to
 * its stream's loop.
 */
final class ReconnectGrace {
  /**
   * The configuration and dependencies.
   *
   * @param grace time after an end record; zero for none
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
   * @param passed called on the loop when the result of {@link #isOver} may have changed
   */
  ReconnectGrace(Environment environment, Executor loop, Runnable passed) {
    this.environment = environment;
    this.loop = loop;
    this.passed = passed;
  }

  /**
   * Whether no publisher is expected to return. If one is, the callback is scheduled for the end of
   * the grace time.
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

  /** Cancels the callback. */
  void forget() {
    calls.cancel();
    awaitedSinceMs = NOBODY;
  }
}
