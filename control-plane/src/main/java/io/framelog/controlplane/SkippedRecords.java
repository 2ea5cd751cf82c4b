package io.framelog.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Counts the control records that were skipped, and logs the first of each kind (a topic and a
 * reason) at once, the others of that kind together, once a minute at most. Thread-safe.
 */
public final class SkippedRecords {
  private static final Logger LOG = Logger.getLogger(SkippedRecords.class);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  /** Why a record was skipped. */
  enum Reason {
    NOT_UNDERSTOOD("cannot be understood"),
    HANDLER_FAILED("cannot be applied");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private record Kind(String topic, Reason reason) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byTopic = topic.compareTo(other.topic);
      return byTopic == 0 ? reason.compareTo(other.reason) : byTopic;
    }
  }

  /**
   * The counts of a kind.
   *
   * @param logged how many of them were logged, at {@code loggedAt}
   */
  private record Tally(long count, long newestOffset, long logged, Instant loggedAt) {}

  private final InstantSource clock;
  private final Map<Kind, Tally> tallies = new TreeMap<>();

  SkippedRecords(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(ConsumerRecord<?, ?> record, Reason reason, RuntimeException cause) {
    Kind kind = new Kind(record.topic(), reason);
    Tally before = tallies.get(kind);
    Instant now = clock.instant();
    long count = before == null ? 1 : before.count() + 1;
    if (before != null && before.loggedAt().plus(LOG_EVERY).isAfter(now)) {
      tallies.put(kind, new Tally(count, record.offset(), before.logged(), before.loggedAt()));
      return;
    }
    tallies.put(kind, new Tally(count, record.offset(), count, now));
    log(kind, record.offset(), count - (before == null ? 0 : before.logged()), cause);
  }

  /** A failed handler is a defect of this service, which only a stack trace locates. */
  private static void log(Kind kind, long offset, long fresh, RuntimeException cause) {
    LOG.warnf(
        kind.reason() == Reason.HANDLER_FAILED ? cause : null,
        "control record %s and is skipped: %s topic=%s offset=%d skipped=%d",
        kind.reason().words,
        cause.getMessage(),
        kind.topic(),
        offset,
        fresh);
  }

  /** Records of a topic that were skipped since the start. */
  public synchronized long count(String topic) {
    return tallies.entrySet().stream()
        .filter(each -> each.getKey().topic().equals(topic))
        .mapToLong(each -> each.getValue().count())
        .sum();
  }

  /** One clause for each kind, for the health check; empty when none was skipped. */
  public synchronized String summary() {
    StringBuilder text = new StringBuilder();
    tallies.forEach(
        (kind, tally) ->
            text.append(text.length() == 0 ? "" : "; ")
                .append(kind.topic())
                .append(": ")
                .append(tally.count())
                .append(' ')
                .append(kind.reason().words)
                .append(", the newest at offset ")
                .append(tally.newestOffset()));
    return text.toString();
  }
}
