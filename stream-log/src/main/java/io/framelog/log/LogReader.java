package io.framelog.log;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Reads streams' logs, with separate threads for live reading, lookups and playback, so that none
 * delays another. One per process. Thread-safe.
 */
public interface LogReader extends AutoCloseable {
  /**
   * The position at which reading begins.
   *
   * @param logId id of the present log
   * @param offset the first record to read; a header, unless the log has none
   * @param end one past the last record at the time of the lookup
   */
  record Start(LogId logId, long offset, long end) {
    /** The position for {@link #follow} and {@link #readPast}. */
    public Position position() {
      return new Position(logId, offset);
    }
  }

  /** A watched stream; closing it is idempotent and ends the calls to its listener. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Whether the stream has a log on Kafka.
   *
   * @return fails with {@link LogException} when Kafka does not answer
   */
  CompletionStage<Boolean> exists(StreamId stream);

  /**
   * The position at which a live viewer joins: the header of the newest chunk, found in two fetches
   * by the last record's {@code back} hint, or by a scan if the hint is wrong. In a log without a
   * header: its end.
   *
   * @return fails with {@link LogException.NoSuchStream}, or {@link LogException} after the lookup
   *     time-out
   */
  CompletionStage<Start> findLive(StreamId stream);

  /**
   * The header of the chunk at a time (ingest clock); the oldest or newest if the time is outside.
   */
  CompletionStage<Start> findTime(StreamId stream, Instant time);

  /**
   * The record at a position, exactly.
   *
   * @return fails with {@link LogException.PositionGone} when the log id differs or retention has
   *     removed the offset
   */
  CompletionStage<Start> findPosition(StreamId stream, Position position);

  /**
   * The header that applies at an offset: the nearest one at or before it. If the log begins
   * without media and has no header up to there, as at its first claim: its first record.
   *
   * @return fails with {@link LogException.PositionGone} when there is none
   */
  CompletionStage<LoggedRecord> findHeader(StreamId stream, Position at);

  /**
   * The log id used in positions here for the log id used by the writer: the same unless this
   * reader reads a mirror's copies.
   */
  LogId nameOf(LogId written);

  /**
   * Follows a stream at its live end, on the live thread; one subscription per stream at a time. A
   * record of another life of the stream is never delivered: the listener gets {@link
   * LogException.PositionGone} instead, or {@link LogException.TailLost} if the log has lost its
   * end.
   *
   * @throws IllegalStateException when the stream is followed already
   */
  Subscription follow(StreamId stream, Position from, RecordListener listener);

  /**
   * Reads a bounded piece of the past, on a thread of the playback pool.
   *
   * @param maxBytes payload bytes after which the read stops
   * @return records from {@code from}, in order, at least one unless at the log's end; empty there;
   *     fails with {@link LogException.PositionGone} like {@link #findPosition}
   */
  CompletionStage<List<LoggedRecord>> readPast(StreamId stream, Position from, int maxBytes);

  @Override
  void close();
}
