package io.framelog.edge.hls;

import io.framelog.edge.channel.LogCalls;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogException;
import io.framelog.log.LogReader;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One chunk that is read back from the log, piece by piece until it is complete, within the edge's
 * memory for reading back. However the read ends, nothing stays reserved. Confined to its stream's
 * loop.
 *
 * <pre>
 *   reserve: a piece, the chunk's expected bytes ──▶ read ──▶ part: reserved → allocated ──▶ loaded
 *      └ no room ─────────────────────────────────────┐       └ more than expected, no room ──┐
 *                                                     ▼                                       ▼
 *                                                   failed, all released ◀─────────────────────
 * </pre>
 */
final class LoadedSegment implements SegmentIndex.Listener {
  private static final int PIECE_BYTES = 1024 * 1024;

  private final LogReader reader;
  private final StreamId stream;
  private final Position header;
  private final long mostBytes;
  private final SegmentIndex index;
  private final ReadBackMemory memory;
  private final LogCalls calls;
  private final CompletableFuture<SegmentMedia> loaded = new CompletableFuture<>();
  private @Nullable SegmentMedia media;
  private long reserved;
  private long next;

  /** There is no memory for reading back more media. */
  static final class NoRoom extends LogException {
    private static final long serialVersionUID = 1L;

    NoRoom(Position header) {
      super("no memory to read the chunk back, header=" + header);
    }
  }

  /**
   * @param mostBytes a longer chunk is not read to its end
   */
  LoadedSegment(
      LogReader reader,
      StreamId stream,
      Position header,
      HlsTiming timing,
      long mostBytes,
      ReadBackMemory memory,
      Executor loop) {
    this.reader = reader;
    this.stream = stream;
    this.header = header;
    this.mostBytes = mostBytes;
    this.memory = memory;
    this.calls = new LogCalls(reader, stream, memory, loop);
    this.next = header.offset();
    this.index = new SegmentIndex(header.log(), timing.partTargetUs(), this);
  }

  /**
   * The bytes of the chunk, with a reference for the first caller. Completes on the loop.
   *
   * @return fails with {@link LogException}, {@link LogException.PositionGone} when there is no
   *     such chunk, {@link NoRoom} when there is no memory for it
   */
  CompletableFuture<SegmentMedia> result() {
    return loaded;
  }

  /**
   * Begins to read, or fails if there is no memory.
   *
   * @param expectedBytes of the chunk, an estimate
   */
  void load(long expectedBytes) {
    if (reserve(PIECE_BYTES + expectedBytes)) {
      read();
    } else {
      fail(new NoRoom(header));
    }
  }

  private boolean reserve(long bytes) {
    if (memory.reserve(bytes)) {
      reserved += bytes;
      return true;
    }
    return false;
  }

  private void read() {
    calls.call(
        reader.readPast(stream, new Position(header.log(), next), PIECE_BYTES),
        this::use,
        this::fail);
  }

  private void use(List<LoggedRecord> records) {
    try {
      take(records);
    } catch (RuntimeException e) {
      // Otherwise the requests that wait for the chunk would never get a response.
      fail(e);
    }
  }

  private void take(List<LoggedRecord> records) {
    if (next == header.offset() && !beginsWithHeader(records)) {
      fail(new LogException.PositionGone("no chunk begins at " + header));
      return;
    }
    for (LoggedRecord record : records) {
      index.accept(record);
      next = record.offset() + 1;
      if (loaded.isDone()) {
        return;
      }
    }
    if (records.isEmpty()) {
      fail(new LogException.PositionGone("the chunk is not complete yet, header=" + header));
    } else {
      read();
    }
  }

  private boolean beginsWithHeader(List<LoggedRecord> records) {
    return !records.isEmpty()
        && records.get(0).offset() == header.offset()
        && records.get(0).record() instanceof LogRecord.Header;
  }

  private void fail(Throwable failure) {
    if (media != null) {
      media.release();
      media = null;
    }
    giveBack();
    loaded.completeExceptionally(failure);
  }

  private void giveBack() {
    memory.giveBack(reserved);
    reserved = 0;
  }

  @Override
  public void partClosed(Segment segment, PartCutter.Cut part) {
    if (loaded.isDone()) {
      return;
    }
    if (media == null) {
      media = new SegmentMedia(segment, memory);
    }
    long bytes = SegmentMedia.bytesOf(part.data());
    if (bytes > reserved - PIECE_BYTES && !reserve(bytes)) {
      fail(new NoRoom(header));
      return;
    }
    memory.giveBack(bytes);
    reserved -= bytes;
    media.add(part.data());
    if (media.bytes() > mostBytes || segment.isTooLong()) {
      fail(new LogException.PositionGone("the chunk is too long for HLS, header=" + header));
    }
  }

  @Override
  public void completed(Segment segment) {
    SegmentMedia whole = media;
    if (loaded.isDone()) {
      return;
    }
    if (whole != null) {
      media = null;
      giveBack();
      loaded.complete(whole);
    }
  }
}
