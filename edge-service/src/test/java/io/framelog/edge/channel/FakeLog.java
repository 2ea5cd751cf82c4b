package io.framelog.edge.channel;

import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.LogReader;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.RecordListener;
import io.framelog.log.StreamId;
import io.framelog.log.TrackInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A log of one stream in memory; passes records to its follower on the test's thread. */
public final class FakeLog implements LogReader {
  public static final StreamId STREAM = new StreamId("cam1");

  private LogId id = new LogId("log00001");
  private final List<LoggedRecord> records = new ArrayList<>();
  private @Nullable RecordListener follower;
  private @Nullable LogException unreachable;
  private long session;
  private long chunk = -1;
  private int part;
  private long ptsUs;
  private long timestampMs = 1_000;
  private int disc;
  private boolean lost;
  int lookups;
  int follows;

  @Override
  public LogId nameOf(LogId written) {
    return written;
  }

  public LogId id() {
    return id;
  }

  /** Sets the timestamp of the next records, ms since 1970. */
  public FakeLog at(long timestamp) {
    timestampMs = timestamp;
    return this;
  }

  public FakeLog claim() {
    session = records.size();
    disc++;
    return append(new LogRecord.Claim("test/1"));
  }

  public FakeLog chunk(int parts) {
    return chunk(parts, List.of());
  }

  public FakeLog chunk(int parts, List<TrackInfo> tracks) {
    chunk++;
    part = 0;
    append(
        new LogRecord.Header(
            session, chunk, disc, "video/mp4", tracks, 1_000, 0, bytes("init" + session)));
    return parts(parts);
  }

  /** Skips chunk numbers, as if the publisher had never written the chunks. */
  FakeLog skipChunks(int chunks) {
    chunk += chunks;
    return this;
  }

  FakeLog parts(int parts) {
    return parts(parts, 40_000);
  }

  /**
   * Appends parts with the same presentation time, which a channel delivers at once at any pace.
   */
  FakeLog partsOfOneTime(int parts) {
    return parts(parts, 0);
  }

  private FakeLog parts(int parts, long durationUs) {
    for (int i = 0; i < parts; i++) {
      append(
          new LogRecord.Part(
              session, chunk, part, part + 1, ptsUs, durationUs, bytes("c" + chunk + "p" + part)));
      part++;
      ptsUs += durationUs;
    }
    return this;
  }

  FakeLog end() {
    return end("finished");
  }

  FakeLog end(String reason) {
    return append(new LogRecord.End(session, part + 1, reason));
  }

  /** Appends a record that cannot be parsed: it is not delivered but has an offset. */
  FakeLog unreadable() {
    records.add(new LoggedRecord(records.size(), 1_000, new LogRecord.Claim("unreadable")));
    return this;
  }

  /** Deletes the log and creates another one. */
  FakeLog recreate() {
    records.clear();
    chunk = -1;
    disc = 0;
    id = new LogId("log00002");
    return this;
  }

  /** Loses its end, as in a crash of its last broker; the follower is not notified. */
  FakeLog cutAt(long offset) {
    records.subList((int) offset, records.size()).clear();
    lost = true;
    return this;
  }

  FakeLog lose(LogException reason) {
    RecordListener told = follower;
    follower = null;
    lost = false;
    if (told != null) {
      told.onLost(reason);
    }
    return this;
  }

  void unreachable(@Nullable LogException reason) {
    unreachable = reason;
  }

  /** A turn of the reader: asks the follower whether it may read on. */
  boolean turn() {
    return follower == null || follower.mayRead();
  }

  /** Passes all these records at once to the follower, as a fetch of a backlog does. */
  FakeLog backlog(Runnable appends) {
    RecordListener told = follower;
    follower = null;
    int from = records.size();
    appends.run();
    follower = told;
    if (told != null) {
      told.onRecords(List.copyOf(records.subList(from, records.size())));
    }
    return this;
  }

  boolean isFollowed() {
    return follower != null;
  }

  private FakeLog append(LogRecord record) {
    LoggedRecord logged = new LoggedRecord(records.size(), timestampMs, record);
    records.add(logged);
    if (follower != null && !lost) {
      follower.onRecords(List.of(logged));
    }
    return this;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public CompletionStage<Boolean> exists(StreamId stream) {
    return CompletableFuture.completedFuture(!records.isEmpty());
  }

  @Override
  public CompletionStage<Start> findLive(StreamId stream) {
    lookups++;
    if (unreachable != null) {
      return CompletableFuture.failedFuture(unreachable);
    }
    long header = records.size();
    for (LoggedRecord record : records) {
      header = record.record() instanceof LogRecord.Header ? record.offset() : header;
    }
    return CompletableFuture.completedFuture(new Start(id, header, records.size()));
  }

  @Override
  public Subscription follow(StreamId stream, Position from, RecordListener listener) {
    follows++;
    follower = listener;
    List<LoggedRecord> past = records.subList((int) from.offset(), records.size());
    if (!past.isEmpty()) {
      listener.onRecords(List.copyOf(past));
    }
    return () -> follower = null;
  }

  @Override
  public CompletionStage<Start> findTime(StreamId stream, Instant time) {
    throw new AssertionError("a live channel must not look up times");
  }

  @Override
  public CompletionStage<Start> findPosition(StreamId stream, Position position) {
    return CompletableFuture.completedFuture(new Start(id, position.offset(), records.size()));
  }

  @Override
  public CompletionStage<LoggedRecord> findHeader(StreamId stream, Position at) {
    LoggedRecord header = records.get(0);
    for (LoggedRecord record : records.subList(0, (int) at.offset() + 1)) {
      header = record.record() instanceof LogRecord.Header ? record : header;
    }
    return CompletableFuture.completedFuture(header);
  }

  @Override
  public CompletionStage<List<LoggedRecord>> readPast(
      StreamId stream, Position from, int maxBytes) {
    List<LoggedRecord> piece = new ArrayList<>();
    int bytes = 0;
    for (LoggedRecord record : records.subList((int) from.offset(), records.size())) {
      if (bytes < maxBytes) {
        piece.add(record);
        bytes += record.record().payloadBytes();
      }
    }
    return CompletableFuture.completedFuture(piece);
  }

  @Override
  public void close() {
    follower = null;
  }
}
