package io.framelog.edge.node;

import io.framelog.controlplane.KafkaConnectivity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether the log's availability allows new viewers at this edge. An outage of Kafka affects all
 * edges at once, so a short one must not make them all unready and leave viewers without an edge.
 * After an outage the answers must be steady before the edge is ready again.
 *
 * <pre>
 *   answers   | | | |    | | | | |                          | | | | | | |
 *   ready    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓             ┊    ┏━━━━━━━━
 *                                ◀─ patience ▶┗━━━━━━━━━━━━━━━━━━┛
 *                                                           ◀STEADY▶
 * </pre>
 *
 * Thread-safe.
 */
final class LogReadiness {
  /** How long answers must arrive without an interruption. */
  static final Duration STEADY = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Duration patience;
  private Instant last;
  private Instant steadySince;
  private boolean ready = true;

  /**
   * Starts as ready, with an answer at the present time.
   *
   * @param patience tolerated time without an answer; at least {@link KafkaConnectivity#AWAY}
   */
  LogReadiness(InstantSource clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
    this.last = clock.instant();
    this.steadySince = last;
  }

  /** The log has answered. */
  synchronized void answered() {
    Instant now = clock.instant();
    noticeSilence(now);
    if (last.plus(KafkaConnectivity.AWAY).isBefore(now)) {
      steadySince = now;
    }
    last = now;
    ready |= !steadySince.plus(STEADY).isAfter(now);
  }

  synchronized boolean isReady() {
    noticeSilence(clock.instant());
    return ready;
  }

  private void noticeSilence(Instant now) {
    ready &= !last.plus(patience).isBefore(now);
  }
}
