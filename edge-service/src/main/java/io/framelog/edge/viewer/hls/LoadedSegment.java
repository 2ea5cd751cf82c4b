package io.framelog.edge.viewer.hls;

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
 * One chunk read back from the log and cut as its address says, piece by piece until it is known to
 * be complete. Confined to its stream's loop.
 */
final class LoadedSegment implements SegmentIndex.Listener {
  private static final int PIECE_BYTES = 1024 * 1024;

  private final LogReader reader;
  private final StreamId stream;
  private final Position header;
  private final Executor loop;
  private final long mostBytes;
  private final SegmentIndex index;
  private final CompletableFuture<SegmentMedia> loaded = new CompletableFuture<>();
  private @Nullable SegmentMedia media;
  private long next;

  /**
   * @param mostBytes a longer chunk is not read to its end
   */
  LoadedSegment(
      LogReader reader,
      StreamId stream,
      Position header,
      HlsTiming timing,
      long mostBytes,
      Executor loop) {
    this.reader = reader;
    this.stream = stream;
    this.header = header;
    this.loop = loop;
    this.mostBytes = mostBytes;
    this.next = header.offset();
    this.index = new SegmentIndex(header.log(), timing.partTargetUs(), this);
  }

  /**
   * The bytes; completes on the loop, and the reference is for whoever asked first.
   *
   * @return fails with {@link LogException}, {@link LogException.PositionGone} when there is no
   *     such chunk to be had
   */
  CompletableFuture<SegmentMedia> result() {
    return loaded;
  }

  void load() {
    read();
  }

  private void read() {
    var unused =
        reader
            .readPast(stream, new Position(header.log(), next), PIECE_BYTES)
            .whenComplete(
                (records, failure) ->
                    loop.execute(
                        () -> {
                          if (failure == null) {
                            read(records);
                          } else {
                            fail(failure);
                          }
                        }));
  }

  private void read(List<LoggedRecord> records) {
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
    loaded.completeExceptionally(failure);
  }

  @Override
  public void partClosed(Segment segment, PartCutter.Cut part) {
    if (media == null) {
      media = new SegmentMedia(segment);
    }
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
      loaded.complete(whole);
    }
  }
}
