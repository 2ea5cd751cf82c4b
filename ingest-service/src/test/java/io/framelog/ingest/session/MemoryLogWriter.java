package io.framelog.ingest.session;

import io.framelog.log.Holder;
import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.LogRecord;
import io.framelog.log.LogWriter;
import io.framelog.log.SessionLog;
import io.framelog.log.StreamId;
import io.framelog.log.Succession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log in memory, whose claims the test answers. */
final class MemoryLogWriter implements LogWriter {
  final List<Claim> claims = new ArrayList<>();
  CompletionStage<Set<StreamId>> listing = CompletableFuture.completedFuture(Set.of());
  int listings;

  /** One claim, pending until the test grants or refuses it. */
  static final class Claim {
    final StreamId stream;
    final String owner;
    final Succession succession;
    final SessionLog.Listener listener;
    private final CompletableFuture<SessionLog> answer = new CompletableFuture<>();

    Claim(StreamId stream, String owner, Succession succession, SessionLog.Listener listener) {
      this.stream = stream;
      this.owner = owner;
      this.succession = succession;
      this.listener = listener;
    }

    /** Whether a session of this owner keeps the stream. */
    boolean isRefusedBy(String holder) {
      try {
        succession.replace(new Holder(1, holder, 0, 0));
        return false;
      } catch (LogException.Refused e) {
        return true;
      }
    }

    MemorySessionLog grant(long session) {
      MemorySessionLog log = new MemorySessionLog(stream, session);
      answer.complete(log);
      return log;
    }

    void fail(LogException reason) {
      answer.completeExceptionally(reason);
    }
  }

  /** Records appends; the test acknowledges its end. */
  static final class MemorySessionLog implements SessionLog {
    final List<LogRecord> records = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    final CompletableFuture<Void> endAcknowledged = new CompletableFuture<>();
    private final StreamId stream;
    private final long session;

    MemorySessionLog(StreamId stream, long session) {
      this.stream = stream;
      this.session = session;
    }

    @Override
    public StreamId stream() {
      return stream;
    }

    @Override
    public LogId logId() {
      return new LogId("c0ffee01");
    }

    @Override
    public long session() {
      return session;
    }

    @Override
    public long nextChunk() {
      return 7;
    }

    @Override
    public int nextDisc() {
      return 1;
    }

    @Override
    public long endUs() {
      return 0;
    }

    @Override
    public long bytesInFlight() {
      return 0;
    }

    @Override
    public void append(LogRecord record) {
      records.add(record);
    }

    @Override
    public CompletionStage<Void> end(String reason) {
      ends.add(reason);
      return endAcknowledged;
    }
  }

  @Override
  public CompletionStage<SessionLog> claim(
      StreamId stream, String owner, Succession succession, SessionLog.Listener listener) {
    Claim claim = new Claim(stream, owner, succession, listener);
    claims.add(claim);
    return claim.answer;
  }

  @Override
  public CompletionStage<Set<StreamId>> streams() {
    listings++;
    return listing;
  }

  @Override
  public Optional<String> fault(Duration kafkaAnswers) {
    return Optional.empty();
  }

  @Override
  public CompletionStage<OptionalLong> freeBytes() {
    return CompletableFuture.completedStage(OptionalLong.empty());
  }

  @Override
  public void close() {}
}
