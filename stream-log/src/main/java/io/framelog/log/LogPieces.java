package io.framelog.log;

import java.util.Optional;
import java.util.function.Consumer;

/** One life of one stream's log, read in bounded pieces. Not thread-safe. */
@FunctionalInterface
interface LogPieces {
  /**
   * Passes the records of {@code [from, until)} in order to the taker until it has enough. Records
   * of another life, and records that cannot be parsed, are left out.
   *
   * @throws LogException.PositionGone when retention has removed {@code from}
   */
  void read(long from, long until, RecordTaker taker);

  /** Passes all records of {@code [from, until)} to the consumer. */
  default void forEach(long from, long until, Consumer<LoggedRecord> consumer) {
    read(
        from,
        until,
        record -> {
          consumer.accept(record);
          return true;
        });
  }

  /** The record at an offset; empty when it was left out. */
  default Optional<LoggedRecord> one(long offset) {
    LoggedRecord[] found = new LoggedRecord[1];
    forEach(offset, offset + 1, record -> found[0] = record);
    return Optional.ofNullable(found[0]);
  }

  /** Takes records one by one. */
  @FunctionalInterface
  interface RecordTaker {
    /** Whether it wants more. */
    boolean take(LoggedRecord record);
  }
}
