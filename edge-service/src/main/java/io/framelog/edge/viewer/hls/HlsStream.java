package io.framelog.edge.viewer.hls;

import io.framelog.edge.channel.Channels;
import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream as HLS players see it: what its log holds, as a playlist and as bytes.
 *
 * <pre>
 *   channel, log ─▶ feed ─▶ index ──▶ listing ──▶ playlist, rendered once ──┐
 *                             └─────▶ live media ──▶ cache ─────────────────┤
 *                                     log ─▶ loaded segment ─▶ cache ───────┤
 *   request ─▶ can be answered now? ── yes ─────────────────────────────────┴─▶ answer
 *                   └─ not yet: waits for the next record
 * </pre>
 *
 * Confined to its event loop; whoever asks is answered there.
 */
final class HlsStream implements IndexFeed.Sink {
  /** What all streams of an edge share. */
  record Environment(
      LogReader reader,
      HlsTiming timing,
      MediaCache.Budget budget,
      WaitingRequests.Limit waiting,
      long mostChunkBytes,
      IndexFeed.Environment feed,
      HlsMetrics metrics) {}

  private static final String PLAYLIST = "application/vnd.apple.mpegurl";
  private static final String NOT_CACHED = "no-cache";

  /** For answers to a question that has one answer for ever. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** Six target durations, as Appendix B.1 advises for blocking requests that were met. */
  private static final String SIX_TARGETS = "public, max-age=" + 6 * HlsTiming.TARGET_DURATION_S;

  private final StreamId stream;
  private final Channels.Hold hold;
  private final Environment environment;
  private final Executor loop;
  private final IndexFeed feed;
  private final MediaCache cache;
  private final LiveMedia live;
  private final WaitingRequests waiting;
  private final Map<MediaCache.Key, CompletableFuture<SegmentMedia>> loading = new HashMap<>();
  private boolean closed;
  private @Nullable SegmentIndex index;
  private @Nullable Listing listing;
  private @Nullable RenderedPlaylist full;
  private @Nullable RenderedPlaylist delta;

  HlsStream(Channels.Hold hold, Environment environment, Executor loop) {
    this.stream = hold.channel().stream();
    this.hold = hold;
    this.environment = environment;
    this.loop = loop;
    this.cache = new MediaCache(environment.budget());
    HlsTiming timing = environment.timing();
    this.live = new LiveMedia(cache, timing.partMs(), environment.mostChunkBytes());
    this.waiting = new WaitingRequests(environment.waiting());
    this.feed =
        new IndexFeed(
            hold.channel(), environment.feed(), loop, Duration.ofMillis(timing.oldestMs()), this);
  }

  Executor loop() {
    return loop;
  }

  void start() {
    feed.start();
  }

  /** The control plane's word on which log the stream has. */
  void logIs(String logId) {
    feed.logIs(logId);
  }

  // --- from the log

  @Override
  public void begin(LogId log) {
    index = new SegmentIndex(log, environment.timing().partTargetUs(), live);
    live.clear();
    changed();
  }

  @Override
  public void accept(LoggedRecord record) {
    if (index != null) {
      index.accept(record);
    }
  }

  @Override
  public void flush() {
    changed();
    waiting.tryAll();
  }

  private void changed() {
    listing = null;
    if (full != null) {
      full.release();
      full = null;
    }
    if (delta != null) {
      delta.release();
      delta = null;
    }
  }

  private Listing listing(SegmentIndex of) {
    Listing present = listing;
    if (present == null) {
      present = Listing.of(of, environment.timing());
      listing = present;
      if (present instanceof Listing.Playable playable) {
        of.forgetBefore(playable.first());
      }
    }
    return present;
  }

  // --- playlists

  /** Answers on the loop, now or when the log has what is asked for. */
  void playlist(PlaylistRequest request, Consumer<Answer> answer) {
    waiting.add(() -> answerNow(request), answer, "nothing new in time on " + stream);
  }

  private @Nullable Answer answerNow(PlaylistRequest request) {
    SegmentIndex known = index;
    if (known == null || !feed.isLive()) {
      return null;
    }
    Listing present = listing(known);
    if (present instanceof Listing.Playable playable) {
      if (request.isMetBy(playable)) {
        return playlist(playable, request, request.isBlocking() ? SIX_TARGETS : NOT_CACHED);
      }
      if (playable.over()) {
        return playlist(playable, request, NOT_CACHED);
      }
      return request.isTooFarAhead(playable, environment.timing()) ? Refusals.tooFarAhead() : null;
    }
    return Refusals.of(stream, present);
  }

  private Answer playlist(Listing.Playable playable, PlaylistRequest request, String cacheControl) {
    ByteBuf text = request.skip() ? delta(playable).retained() : full(playable).retained();
    return new Answer.Found(text, PLAYLIST, cacheControl);
  }

  private RenderedPlaylist full(Listing.Playable playable) {
    RenderedPlaylist present = full;
    if (present == null) {
      present = rendered(() -> PlaylistWriter.full(stream.value(), environment.timing(), playable));
      full = present;
    }
    return present;
  }

  private RenderedPlaylist delta(Listing.Playable playable) {
    RenderedPlaylist present = delta;
    if (present == null) {
      present =
          rendered(() -> PlaylistWriter.delta(stream.value(), environment.timing(), playable));
      delta = present;
    }
    return present;
  }

  private RenderedPlaylist rendered(Supplier<String> writer) {
    return new RenderedPlaylist(
        () -> {
          environment.metrics().rendered();
          return writer.get();
        });
  }

  // --- media

  /** Answers on the loop, now, when the log has it, or when it has been read back. */
  void media(MediaName name, Consumer<Answer> answer) {
    waiting.add(() -> answerNow(name), answer, name + " did not come in time");
  }

  private @Nullable Answer answerNow(MediaName name) {
    SegmentIndex known = index;
    if (known == null || !feed.isLive()) {
      return null;
    }
    if (!name.log().equals(known.log())) {
      return Answer.notFound("The stream has another log now.");
    }
    if (name instanceof MediaName.Init init) {
      return init(known, init.disc());
    }
    Position header =
        name instanceof MediaName.Part part ? part.header() : ((MediaName.Whole) name).header();
    if (header.offset() >= feed.next()) {
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
                  waiting.tryAll();
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

  // --- its end

  /** Gives up what has waited for too long. */
  void sweep(long nowNanos) {
    waiting.giveUp(nowNanos);
  }

  /** Nobody asks any more: closes, and lets go of the channel. */
  void leave() {
    close();
    hold.close();
  }

  /** Lets go of all memory; for an edge that ends and closes its channels itself. Idempotent. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    waiting.refuseAll("The stream is closed here.");
    feed.close();
    live.clear();
    cache.clear();
    changed();
  }
}
