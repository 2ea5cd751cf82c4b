package io.framelog.edge.node;

import io.framelog.controlplane.KafkaConnectivity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether this edge is worth sending viewers to, as to the log. Not ready means that a load
 * balancer leads nobody here, and all edges lose the log at once: an outage of seconds must not
 * leave viewers without any. What comes back has to hold before it counts.
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
  /** How long answers have to come without a break. */
  static final Duration STEADY = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Duration patience;
  private Instant last;
  private Instant steadySince;
  private boolean ready = true;

  /**
   * Made when the log has just answered.
   *
   * @param patience silence that is borne; at least {@link KafkaConnectivity#AWAY}
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
