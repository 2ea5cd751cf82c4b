package io.framelog.edge.viewer.hls;

import io.framelog.log.LogException;
import io.framelog.log.LogReader;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
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
 * The bytes behind a stream's addresses: of the chunk that goes on as they come, of a complete one
 * from the cache, and of one that is not kept read back from the log.
 *
 * <pre>
 *   records ──▶ live media ──▶ cache ──┬──▶ answer
 *   log ──▶ loaded segment ──▶ cache ──┘
 * </pre>
 *
 * Confined to its stream's loop.
 */
final class StreamMedia {
  /**
   * What all streams of an edge share.
   *
   * @param mostChunkBytes of a chunk that are kept or read back
   */
  record Environment(
      LogReader reader,
      HlsTiming timing,
      MediaCache.Budget budget,
      long mostChunkBytes,
      HlsMetrics metrics) {}

  /** For answers to a question that has one answer for ever. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final StreamId stream;
  private final Environment environment;
  private final Executor loop;
  private final Runnable news;
  private final MediaCache cache;
  private final LiveMedia live;
  private final Map<MediaCache.Key, CompletableFuture<SegmentMedia>> loading = new HashMap<>();
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
    this.live = new LiveMedia(cache, environment.timing().partMs(), environment.mostChunkBytes());
  }

  /** Told of the chunk that goes on. */
  SegmentIndex.Listener listener() {
    return live;
  }

  /** Reading begins anew. */
  void begin() {
    live.clear();
  }

  /**
   * What an address holds.
   *
   * @param next the record that comes next
   * @return null while it may still come
   */
  @Nullable Answer answer(MediaName name, SegmentIndex known, long next) {
    if (!name.log().equals(known.log())) {
      return Answer.notFound("The stream has another log now.");
    }
    if (name instanceof MediaName.Init init) {
      return init(known, init.disc());
    }
    Position header =
        name instanceof MediaName.Part part ? part.header() : ((MediaName.Whole) name).header();
    if (header.offset() >= next) {
      return null;
    }
    Optional<Segment> segment = known.at(header.offset());
    return segment.isPresent() && !segment.get().isComplete()
        ? ofLiveChunk(segment.get(), name)
        : ofCompleteChunk(header, name);
  }

  private @Nullable Answer init(SegmentIndex known, int disc) {
    for (Segment segment : known.segments()) {
      if (segment.disc() == disc) {
        return found(Unpooled.wrappedBuffer(segment.init().duplicate()), segment);
      }
    }
    boolean mayCome = known.newest().map(newest -> newest.disc() < disc).orElse(true);
    return mayCome ? null : Answer.notFound("No such init segment in the window.");
  }

  private @Nullable Answer ofLiveChunk(Segment segment, MediaName name) {
    if (segment.isTooLong()) {
      return Answer.notFound("The chunk is too long for HLS.");
    }
    HlsTiming timing = environment.timing();
    if (!(name instanceof MediaName.Part part) || part.cutMs() != timing.partMs()) {
      return null;
    }
    if (part.number() < segment.parts()) {
      return live.of(segment)
          .<Answer>map(media -> found(media.part(part.number()), segment))
          .orElseGet(() -> Answer.unavailable("The chunk is too large to be kept."));
    }
    return part.number() - segment.parts() < timing.advanceParts()
        ? null
        : Answer.notFound("No such part.");
  }

  private @Nullable Answer ofCompleteChunk(Position header, MediaName name) {
    long cutMs = name instanceof MediaName.Part part ? part.cutMs() : environment.timing().partMs();
    MediaCache.Key key = new MediaCache.Key(header, cutMs);
    Optional<SegmentMedia> cached = cache.get(key);
    if (cached.isPresent()) {
      return of(cached.get(), name);
    }
    CompletableFuture<SegmentMedia> reading = loading.get(key);
    if (reading == null) {
      load(key);
      return null;
    }
    return reading.isDone() ? of(reading, name) : null;
  }

  private static Answer of(CompletableFuture<SegmentMedia> read, MediaName name) {
    try {
      return of(read.join(), name);
    } catch (CompletionException e) {
      return e.getCause() instanceof LogException.PositionGone gone
          ? Answer.notFound(gone.getMessage() + ".")
          : Answer.unavailable("The log cannot be read now.");
    }
  }

  private static Answer of(SegmentMedia media, MediaName name) {
    if (!(name instanceof MediaName.Part part)) {
      return found(media.whole(), media.segment());
    }
    return part.number() < media.parts()
        ? found(media.part(part.number()), media.segment())
        : Answer.notFound("The chunk ended before this part.");
  }

  private static Answer found(ByteBuf bytes, Segment segment) {
    String mime = segment.mime();
    int codecs = mime.indexOf(';');
    return new Answer.Found(bytes, codecs < 0 ? mime : mime.substring(0, codecs), FOR_EVER);
  }

  /** Many who ask for the same chunk read it once. */
  private void load(MediaCache.Key key) {
    environment.metrics().chunkRead();
    LoadedSegment segment =
        new LoadedSegment(
            environment.reader(),
            stream,
            key.header(),
            environment.timing().cutEvery(key.cutMs()),
            environment.mostChunkBytes(),
            loop);
    loading.put(key, segment.result());
    var unused =
        segment
            .result()
            .whenComplete(
                (media, failure) -> {
                  news.run();
                  loading.remove(key);
                  if (media != null) {
                    keep(key, media);
                  }
                });
    segment.load();
  }

  private void keep(MediaCache.Key key, SegmentMedia media) {
    if (closed) {
      media.release();
    } else {
      cache.put(key, media);
    }
  }

  /** Lets go of all memory. Idempotent. */
  void close() {
    closed = true;
    live.clear();
    cache.clear();
  }
}
