package io.framelog.log;

/**
 * A record as read.
 *
 * @param offset its place in the log
 * @param timestampMs the ingest node's clock at appending, ms since 1970
 */
public record LoggedRecord(long offset, long timestampMs, LogRecord record) {}
