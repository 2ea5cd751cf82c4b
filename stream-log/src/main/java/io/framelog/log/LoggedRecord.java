package io.framelog.log;

import org.jspecify.annotations.Nullable;

/**
 * A record that was read from the log.
 *
 * @param offset offset in the log
 * @param timestampMs the ingest node's clock at appending, ms since 1970
 * @param held an offset at which the record's session had the stream for certain: its writer knew
 *     all records up to there when it sent this one; {@link #NOT_SAID} in claims, in records of
 *     earlier writers, and in a mirror, where offsets differ
 * @param owner of the session, in its headers; absent elsewhere and in records of earlier writers
 */
public record LoggedRecord(
    long offset, long timestampMs, LogRecord record, long held, @Nullable String owner) {
  /** Value of {@code held} if the record does not contain it. */
  public static final long NOT_SAID = -1;

  /** A record without the fields of newer writers. */
  public LoggedRecord(long offset, long timestampMs, LogRecord record) {
    this(offset, timestampMs, record, NOT_SAID, null);
  }

  /** The record in a mirror, where offsets of the source are meaningless. */
  LoggedRecord mirrored() {
    return new LoggedRecord(offset, timestampMs, record, NOT_SAID, owner);
  }
}
