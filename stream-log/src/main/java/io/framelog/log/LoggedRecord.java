package io.framelog.log;

import org.jspecify.annotations.Nullable;

/**
 * A record as read.
 *
 * @param offset its place in the log
 * @param timestampMs the ingest node's clock at appending, ms since 1970
 * @param held an offset at which the record's session is known to have had the stream: its writer
 *     knew all records up to there when it sent this one; {@link #NOT_SAID} in claims, in records
 *     of earlier writers, and in a mirror, whose offsets are others
 * @param owner of the session, in its headers; absent elsewhere and in records of earlier writers
 */
public record LoggedRecord(
    long offset, long timestampMs, LogRecord record, long held, @Nullable String owner) {
  /** The writer has not said it. */
  public static final long NOT_SAID = -1;

  /** Without what only newer writers say. */
  public LoggedRecord(long offset, long timestampMs, LogRecord record) {
    this(offset, timestampMs, record, NOT_SAID, null);
  }

  /** As a mirror has it, where offsets of the source say nothing. */
  LoggedRecord mirrored() {
    return new LoggedRecord(offset, timestampMs, record, NOT_SAID, owner);
  }
}
