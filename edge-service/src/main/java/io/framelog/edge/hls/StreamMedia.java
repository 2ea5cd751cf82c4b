package io.framelog.edge.hls;

import io.framelog.edge.channel.ChunkBudget;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogException;
import io.framelog.log.LogReader;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Serves a stream's media: a chunk in progress from live media, a complete one from the cache, and
 * a chunk that is not cached from the log.
 *
 * <pre>
 *   records ──▶ live media ──▶ cache ──┬──▶ response
 *   log ──▶ loaded segment ──▶ cache ──┘
 * </pre>
 *
 * Confined to its stream's loop.
 */
final class StreamMedia {
  /**
   * Parts that all streams of an edge share.
   *
   * @param mostChunkBytes most bytes of a chunk that is kept or read back
   * @param memory for media that is read back or not accepted by sockets yet
   * @param chunks budget for chunks in progress
   */
  record Environment(
      LogReader reader,
      HlsTiming timing,
      MediaCache.Budget budget,
      long mostChunkBytes,
      ReadBackMemory memory,
      ChunkBudget chunks,
      HlsMetrics metrics) {}

  private final StreamId stream;
  private final Environment environment;
  private final Executor loop;
  private final Runnable news;
  private final MediaCache cache;
  private final LiveMedia live;
  private final Map<Position, CompletableFuture<SegmentMedia>> loading = new HashMap<>();
  private boolean closed;

  /**
   * @param news called on the loop when a chunk has been read back
   */
  StreamMedia(StreamId stream, Environment environment, Executor loop, Runnable news) {
    this.stream = stream;
    this.environment = environment;
    this.loop = loop;
    this.news = news;
    this.cache = new MediaCache(environment.budget());
    this.live =
        new LiveMedia(
            cache, environment.memory(), environment.chunks(), environment.mostChunkBytes());
  }

  /** Receives the chunk in progress. */
  SegmentIndex.Listener listener() {
    return live;
  }

  /** Reading starts again, possibly in a log in which other records have the same offsets. */
  void begin() {
    live.clear();
    cache.clear();
  }

  /**
   * The response to a request for media.
   *
   * @param next offset of the next record
   * @return null while the media may still arrive
   */
  @Nullable HlsResponse answer(MediaName name, SegmentIndex known, long next) {
    if (!name.log().equals(known.log())) {
      return HlsResponse.notFound("The stream has been recreated and has another log now.");
    }
    if (name instanceof MediaName.Init init) {
      return init(known, init);
    }
    if (name instanceof MediaName.Part part && part.cutMs() != environment.timing().partMs()) {
      return otherCut(part);
    }
    if (environment.memory().isExceeded()) {
      return noRoom();
    }
    Position header =
        name instanceof MediaName.Part part ? part.header() : ((MediaName.Whole) name).header();
    if (header.offset() >= next) {
      return null;
    }
    Optional<Segment> segment = known.at(header.offset());
    return segment.isPresent() && !segment.get().isComplete()
        ? ofLiveChunk(segment.get(), name)
        : ofCompleteChunk(header, name, known);
  }

  private HlsResponse otherCut(MediaName.Part part) {
    return HlsResponse.notFound(
        "Parts are cut every "
            + environment.timing().partMs()
            + " ms here, not every "
            + part.cutMs()
            + " ms; the playlist lists their URLs.");
  }

  private static HlsResponse noRoom() {
    return HlsResponse.unavailable("This edge has no memory to read back more media.");
  }

  private @Nullable HlsResponse init(SegmentIndex known, MediaName.Init name) {
    for (Segment segment : known.segments()) {
      if (segment.disc() == name.disc()) {
        return found(Unpooled.wrappedBuffer(segment.init().duplicate()), segment, name);
      }
    }
    boolean mayCome = known.newest().map(newest -> newest.disc() < name.disc()).orElse(true);
    return mayCome ? null : HlsResponse.notFound("No such init segment in the window.");
  }

  private @Nullable HlsResponse ofLiveChunk(Segment segment, MediaName name) {
    if (segment.isTooLong()) {
      return HlsResponse.notFound("The chunk is too long for HLS.");
    }
    if (!(name instanceof MediaName.Part part)) {
      return null;
    }
    if (part.number() < segment.parts()) {
      return live.of(segment)
          .<HlsResponse>map(media -> found(media.part(part.number()), segment, name))
          .orElseGet(() -> HlsResponse.unavailable("The chunk is too large to be kept."));
    }
    return part.number() - segment.parts() < environment.timing().advanceParts()
        ? null
        : HlsResponse.notFound("No such part.");
  }

  private @Nullable HlsResponse ofCompleteChunk(
      Position header, MediaName name, SegmentIndex known) {
    Optional<SegmentMedia> cached = cache.get(header);
    if (cached.isPresent()) {
      return of(cached.get(), name);
    }
    CompletableFuture<SegmentMedia> reading = loading.get(header);
    if (reading == null) {
      reading = load(header, expectedBytes(header, known));
    }
    return reading.isDone() ? of(reading, name) : null;
  }

  private static HlsResponse of(CompletableFuture<SegmentMedia> read, MediaName name) {
    try {
      return of(read.join(), name);
    } catch (CompletionException e) {
      if (e.getCause() instanceof LoadedSegment.NoRoom) {
        return noRoom();
      }
      return e.getCause() instanceof LogException.PositionGone gone
          ? HlsResponse.notFound(gone.getMessage() + ".")
          : HlsResponse.unavailable("The log cannot be read now.");
    }
  }

  private static HlsResponse of(SegmentMedia media, MediaName name) {
    if (!(name instanceof MediaName.Part part)) {
      return found(media.whole(), media.segment(), name);
    }
    return part.number() < media.parts()
        ? found(media.part(part.number()), media.segment(), name)
        : HlsResponse.notFound("The chunk ended before this part.");
  }

  private static HlsResponse found(ByteBuf bytes, Segment segment, MediaName name) {
    String mime = segment.mime();
    int codecs = mime.indexOf(';');
    String type = codecs < 0 ? mime : mime.substring(0, codecs);
    return new HlsResponse.Media(bytes, type, name.toString());
  }

  /** The size of the chunk if it is known, else that of the largest known chunk. */
  private long expectedBytes(Position header, SegmentIndex known) {
    long bytes =
        known
            .at(header.offset())
            .map(Segment::bytes)
            .orElseGet(() -> known.segments().stream().mapToLong(Segment::bytes).max().orElse(0));
    return Math.min(bytes, environment.mostChunkBytes());
  }

  /** Concurrent requests for the same chunk share one read. */
  private CompletableFuture<SegmentMedia> load(Position header, long expectedBytes) {
    LoadedSegment segment =
        new LoadedSegment(
            environment.reader(),
            stream,
            header,
            environment.timing(),
            environment.mostChunkBytes(),
            environment.memory(),
            loop);
    CompletableFuture<SegmentMedia> result = segment.result();
    segment.load(expectedBytes);
    if (result.isDone()) {
      return result;
    }
    environment.metrics().chunkRead();
    loading.put(header, result);
    FatalErrors.watch(
        result.whenComplete(
            (media, failure) -> {
              try {
                news.run();
              } finally {
                loading.remove(header);
                if (media != null) {
                  keep(header, media);
                }
              }
            }));
    return result;
  }

  private void keep(Position header, SegmentMedia media) {
    if (closed) {
      media.release();
    } else {
      cache.put(header, media);
    }
  }

  /** Releases all memory. Idempotent. */
  void close() {
    closed = true;
    live.clear();
    cache.clear();
  }
}
