package io.framelog.edge.poster;

import io.framelog.log.LogException;
import io.framelog.log.LogReader;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import io.framelog.log.TrackInfo;
import io.framelog.process.StageFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads keyframes from the log, independently of viewers and publishers. Thread-safe. */
public final class LoggedKeyframes implements KeyframeSource {
  private static final int PIECE_BYTES = 64 << 10;
  private static final int MAX_PIECES = 64;
  private static final String VIDEO = "video";

  /** Wait for a header's first part, which is appended together with it. */
  private static final Duration NOT_YET = Duration.ofMillis(50);

  private final LogReader reader;

  public LoggedKeyframes(LogReader reader) {
    this.reader = reader;
  }

  @Override
  public CompletionStage<Optional<Position>> newest(StreamId stream) {
    return reader
        .findLive(stream)
        .handle(
            (start, failure) -> {
              if (failure == null) {
                return start.offset() < start.end()
                    ? Optional.of(start.position())
                    : Optional.<Position>empty();
              }
              if (StageFailure.cause(failure) instanceof LogException.NoSuchStream) {
                return Optional.empty();
              }
              throw new CompletionException(StageFailure.cause(failure));
            });
  }

  @Override
  public CompletionStage<Optional<Keyframe>> read(StreamId stream, Position chunk) {
    return read(stream, chunk, null, MAX_PIECES)
        .thenCompose(
            found ->
                found.isPresent() || chunk.offset() == 0
                    ? CompletableFuture.completedStage(found)
                    : chunkBefore(stream, chunk));
  }

  /**
   * A session may end with a chunk of audio only; its last picture is in the chunk before.
   *
   * @param chunk position of a header without a picture
   */
  private CompletionStage<Optional<Keyframe>> chunkBefore(StreamId stream, Position chunk) {
    CompletionStage<LoggedRecord> header = reader.findHeader(stream, chunk);
    return header
        .thenCombine(
            reader.findHeader(stream, new Position(chunk.log(), chunk.offset() - 1)),
            (last, before) ->
                before.record() instanceof LogRecord.Header earlier
                        && last.record() instanceof LogRecord.Header newest
                        && earlier.session() == newest.session()
                        && isPicture(earlier)
                    ? Optional.of(new Position(chunk.log(), before.offset()))
                    : Optional.<Position>empty())
        .exceptionally(
            failure -> {
              if (StageFailure.cause(failure) instanceof LogException.PositionGone) {
                return Optional.empty();
              }
              throw new CompletionException(StageFailure.cause(failure));
            })
        .thenCompose(
            before ->
                before.isEmpty()
                    ? CompletableFuture.completedStage(Optional.empty())
                    : read(stream, before.get(), null, MAX_PIECES))
        // With the position of the newest chunk, so that the picture is decoded only once.
        .thenApply(found -> found.map(key -> new Keyframe(chunk, key.mime(), key.media())));
  }

  /** A header and its position. */
  private record Opened(Position position, LogRecord.Header header) {}

  private CompletionStage<Optional<Keyframe>> read(
      StreamId stream, Position from, @Nullable Opened before, int pieces) {
    return reader
        .readPast(stream, from, PIECE_BYTES)
        .thenCompose(records -> look(stream, from, before, records, pieces));
  }

  private CompletionStage<Optional<Keyframe>> look(
      StreamId stream,
      Position from,
      @Nullable Opened before,
      List<LoggedRecord> records,
      int pieces) {
    Opened opened = before;
    for (LoggedRecord logged : records) {
      if (logged.record() instanceof LogRecord.Header header) {
        if (!isPicture(header)) {
          return CompletableFuture.completedStage(Optional.empty());
        }
        opened = new Opened(new Position(from.log(), logged.offset()), header);
      } else if (opened != null
          && logged.record() instanceof LogRecord.Part part
          && part.part() == 0
          && part.chunk() == opened.header.chunk()
          && part.session() == opened.header.session()) {
        return CompletableFuture.completedStage(Optional.of(keyframe(opened, part)));
      }
    }
    if (pieces == 1) {
      throw new LogException("no keyframe after its header stream=" + stream + " at=" + from);
    }
    if (records.isEmpty()) {
      Executor later = CompletableFuture.delayedExecutor(NOT_YET.toMillis(), TimeUnit.MILLISECONDS);
      Opened known = opened;
      return CompletableFuture.supplyAsync(() -> from, later)
          .thenCompose(again -> read(stream, again, known, pieces - 1));
    }
    long next = records.get(records.size() - 1).offset() + 1;
    return read(stream, new Position(from.log(), next), opened, pieces - 1);
  }

  private static boolean isPicture(LogRecord.Header header) {
    return header.mime().startsWith("image/")
        || header.tracks().stream().map(TrackInfo::kind).anyMatch(VIDEO::equals);
  }

  private static Keyframe keyframe(Opened opened, LogRecord.Part part) {
    ByteBuffer init = opened.header.init().duplicate();
    ByteBuffer data = part.data().duplicate();
    byte[] media = new byte[init.remaining() + data.remaining()];
    int initBytes = init.remaining();
    init.get(media, 0, initBytes);
    data.get(media, initBytes, media.length - initBytes);
    return new Keyframe(opened.position, opened.header.mime(), media);
  }
}
