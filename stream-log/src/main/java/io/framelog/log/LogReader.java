package io.framelog.log;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Reads streams' logs, with one set of threads for each kind of reading so that none delays
 * another: live, lookup, playback. One a process. Thread-safe.
 */
public interface LogReader extends AutoCloseable {
  /**
   * Where to begin.
   *
   * @param logId the log's present life
   * @param offset the first record to read; a header, unless the log holds none
   * @param end one past the last record when it was looked up
   */
  record Start(LogId logId, long offset, long end) {
    /** Where to begin, as {@link #follow} and {@link #readPast} take it. */
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
   * Whether the stream has a log, as Kafka says.
   *
   * @return fails with {@link LogException} when Kafka does not answer
   */
  CompletionStage<Boolean> exists(StreamId stream);

  /**
   * Where a live viewer joins: the header of the newest chunk, found in two fetches by the last
   * record's {@code back} hint, or by scanning when the hint does not verify. In a log without a
   * header: its end.
   *
   * @return fails with {@link LogException.NoSuchStream}, or {@link LogException} after the lookup
   *     time-out
   */
  CompletionStage<Start> findLive(StreamId stream);

  /**
   * The header of the chunk that holds a time (ingest clock); the oldest or newest when outside.
   */
  CompletionStage<Start> findTime(StreamId stream, Instant time);

  /**
   * The record at a position, exactly.
   *
   * @return fails with {@link LogException.PositionGone} when the log id is another or retention
   *     has passed the offset
   */
  CompletionStage<Start> findPosition(StreamId stream, Position position);

  /**
   * The header in force at an offset: the nearest one at or before it. Where the log begins without
   * media and has no header up to there, as at its first claim: its first record.
   *
   * @return fails with {@link LogException.PositionGone} when there is none
   */
  CompletionStage<LoggedRecord> findHeader(StreamId stream, Position at);

  /**
   * What a log is called here, in positions, that its writer calls so: the same unless this reader
   * reads a mirror's copies.
   */
  LogId nameOf(LogId written);

  /**
   * Follows a stream at its live end, on the live thread; one subscription a stream at a time. The
   * log id guards it: a record of another life of the stream is never handed over, the listener is
   * told {@link LogException.PositionGone} instead, or {@link LogException.TailLost} where the log
   * was found to have lost its end.
   *
   * @throws IllegalStateException when the stream is followed already
   */
  Subscription follow(StreamId stream, Position from, RecordListener listener);

  /**
   * Reads a bounded piece of the past, on a thread of the playback pool.
   *
   * @param maxBytes stop after this many payload bytes
   * @return records from {@code from}, in order, at least one where there is one; empty at the
   *     log's end; fails with {@link LogException.PositionGone} like {@link #findPosition}
   */
  CompletionStage<List<LoggedRecord>> readPast(StreamId stream, Position from, int maxBytes);

  @Override
  void close();
}
