package io.framelog.controlplane;

import io.framelog.process.FatalErrors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the control topics for one service. Every channel uses it, so that one rule applies to all
 * of them: a record that cannot be understood, or whose handler fails, is skipped and counted, and
 * the channel continues with the next one. Messaging stops a channel whose method throws, and a
 * service that receives no heartbeats considers its nodes gone.
 *
 * <pre>
 * record ─▶ key? ─▶ JSON of the type? ─▶ fields valid? ─▶ id = key? ─▶ handler ─▶ read up to here
 *             └──────────┴──────────────────┴────────────────┴────────────┘
 *                             skipped, see {@link SkippedRecords}
 * </pre>
 *
 * <p>An {@link Error} is not caused by the record: it ends the process. Thread-safe.
 */
public final class ControlReader {
  private final Supplier<ReplayProgress> caughtUp;
  private final InstantSource clock;
  private final SkippedRecords skipped;

  /**
   * A reader of one service.
   *
   * @param caughtUp the progress up to the end offsets at the start
   */
  public ControlReader(Supplier<ReplayProgress> caughtUp, InstantSource clock) {
    this.caughtUp = caughtUp;
    this.clock = clock;
    this.skipped = new SkippedRecords(clock);
  }

  /**
   * A record that was understood.
   *
   * @param key a stream id or a node id
   * @param value absent for a tombstone
   * @param heardAt now, or the record's timestamp while earlier records are replayed; never later
   *     than now
   * @param offset of the record in its topic
   */
  public record Message<T>(String key, @Nullable T value, Instant heardAt, long offset) {
    /** Hands the value to a handler; does nothing for a tombstone. */
    public void ifPresent(Consumer<T> handler) {
      if (value != null) {
        handler.accept(value);
      }
    }
  }

  /** Passes one record to its handler, or skips it. Called by the messaging threads. */
  public <T> void read(
      ConsumerRecord<String, @Nullable String> record,
      Class<T> type,
      Consumer<Message<T>> handler) {
    FatalErrors.guarded(() -> apply(record, type, handler)).run();
  }

  private <T> void apply(
      ConsumerRecord<String, @Nullable String> record,
      Class<T> type,
      Consumer<Message<T>> handler) {
    Message<T> message = understand(record, type);
    if (message != null) {
      try {
        handler.accept(message);
      } catch (RuntimeException e) {
        skipped.add(record, SkippedRecords.Reason.HANDLER_FAILED, e);
      }
    }
    caughtUp.get().applied(record.topic(), record.offset());
  }

  private <T> @Nullable Message<T> understand(
      ConsumerRecord<String, @Nullable String> record, Class<T> type) {
    try {
      String key = record.key();
      if (key == null) {
        throw new IllegalArgumentException("the record has no key");
      }
      String json = record.value();
      T value = json == null ? null : ControlJson.read(json, type);
      if (value instanceof Identified identified && !identified.id().equals(key)) {
        throw new IllegalArgumentException("id is not the record's key");
      }
      return new Message<>(key, value, heardAt(record), record.offset());
    } catch (RuntimeException e) {
      skipped.add(record, SkippedRecords.Reason.NOT_UNDERSTOOD, e);
      return null;
    }
  }

  /** The record's timestamp during the replay; after that the local clock. */
  private Instant heardAt(ConsumerRecord<String, ?> record) {
    Instant now = clock.instant();
    Instant written = Instant.ofEpochMilli(record.timestamp());
    boolean past = !caughtUp.get().isComplete(record.topic());
    return past && written.isBefore(now) ? written : now;
  }

  /** The skipped records, for health and metrics. */
  public SkippedRecords skipped() {
    return skipped;
  }
}
