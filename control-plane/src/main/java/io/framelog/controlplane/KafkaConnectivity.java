package io.framelog.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether Kafka answers this process, which sends a request about every 2 s. Logs an outage once
 * and its end once. {@link NodeWatch} decides which nodes are gone.
 *
 * <pre>
 *   answers    | | | | |                        | | | | | | | |
 *   logged                ▲ away                ▲ back after …
 * </pre>
 *
 * Thread-safe.
 */
public final class KafkaConnectivity {
  private static final Logger LOG = Logger.getLogger(KafkaConnectivity.class);

  /** Two answers may be late. Less than {@link NodeDirectory#SILENCE}: nodes must not seem gone. */
  public static final long AWAY_SECONDS = 5;

  /** {@link #AWAY_SECONDS} as a duration. */
  public static final Duration AWAY = Duration.ofSeconds(AWAY_SECONDS);

  private final String consequence;
  private final InstantSource clock;
  private @Nullable Instant last;
  private Instant since = Instant.MIN;
  private Instant answeringSince = Instant.MIN;
  private boolean toldAway;
  private Instant awayFrom = Instant.MIN;

  /**
   * @param consequence the effect of an outage on this service, for the log line: {@code publishers
   *     wait}
   */
  public KafkaConnectivity(String consequence, InstantSource clock) {
    this.consequence = consequence;
    this.clock = clock;
  }

  /** Kafka has just answered. */
  public synchronized void answered() {
    Instant now = clock.instant();
    if (last != null && isOverdue(last, now)) {
      since = now;
    }
    if (last == null || isOverdue(last, now)) {
      answeringSince = now;
    }
    last = now;
  }

  /** Kafka has answered recently. */
  public synchronized boolean isAnswering() {
    return last != null && !isOverdue(last, clock.instant());
  }

  /** For how long Kafka has answered without an interruption; 0 while it does not answer. */
  public synchronized Duration answeringFor() {
    Instant now = clock.instant();
    return last == null || isOverdue(last, now)
        ? Duration.ZERO
        : Duration.between(answeringSince, now);
  }

  private static boolean isOverdue(Instant last, Instant now) {
    return last.plus(AWAY).isBefore(now);
  }

  /** Logs what has changed since the last call; to be called every second or two. */
  public void tell() {
    news().ifPresent(LOG::warn);
  }

  synchronized Optional<String> news() {
    if (last == null || toldAway != isAnswering()) {
      return Optional.empty();
    }
    toldAway = !toldAway;
    if (toldAway) {
      awayFrom = last;
      return Optional.of(
          "Kafka is not available, no answer for " + AWAY.toSeconds() + " s: " + consequence);
    }
    return Optional.of(
        "Kafka is available again after " + Duration.between(awayFrom, since).toSeconds() + " s");
  }
}
