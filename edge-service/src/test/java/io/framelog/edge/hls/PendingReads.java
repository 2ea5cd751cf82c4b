package io.framelog.edge.hls;

import io.framelog.log.LogId;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.RecordListener;
import io.framelog.log.StreamId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log whose reads of the past complete when the test requests it. */
class PendingReads implements LogReader {
  private record Read(Position from, CompletableFuture<List<LoggedRecord>> answer) {}

  private final List<LoggedRecord> records;
  private final Deque<Read> pending = new ArrayDeque<>();
  private int asked;

  PendingReads(List<LoggedRecord> records) {
    this.records = records;
  }

  /** Number of reads so far. */
  int asked() {
    return asked;
  }

  /** Completes all pending reads, and those that are requested meanwhile. */
  void answerAll() {
    for (Read read = pending.poll(); read != null; read = pending.poll()) {
      long from = read.from.offset();
      read.answer.complete(records.stream().filter(r -> r.offset() >= from).toList());
    }
  }

  void failAll(RuntimeException reason) {
    for (Read read = pending.poll(); read != null; read = pending.poll()) {
      read.answer.completeExceptionally(reason);
    }
  }

  @Override
  public CompletionStage<List<LoggedRecord>> readPast(
      StreamId stream, Position from, int maxBytes) {
    asked++;
    Read read = new Read(from, new CompletableFuture<>());
    pending.add(read);
    return read.answer;
  }

  @Override
  public CompletionStage<Boolean> exists(StreamId stream) {
    throw new AssertionError("only the past is read");
  }

  @Override
  public CompletionStage<Start> findLive(StreamId stream) {
    throw new AssertionError("only the past is read");
  }

  @Override
  public CompletionStage<Start> findTime(StreamId stream, Instant time) {
    throw new AssertionError("only the past is read");
  }

  @Override
  public CompletionStage<Start> findPosition(StreamId stream, Position position) {
    throw new AssertionError("only the past is read");
  }

  @Override
  public CompletionStage<LoggedRecord> findHeader(StreamId stream, Position at) {
    throw new AssertionError("only the past is read");
  }

  @Override
  public LogId nameOf(LogId written) {
    return written;
  }

  @Override
  public Subscription follow(StreamId stream, Position from, RecordListener listener) {
    throw new AssertionError("only the past is read");
  }

  @Override
  public void close() {
    failAll(new IllegalStateException("closed"));
  }
}
