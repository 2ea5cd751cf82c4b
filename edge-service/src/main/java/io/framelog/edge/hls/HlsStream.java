package io.framelog.edge.hls;

import io.framelog.edge.channel.ChannelLease;
import io.framelog.log.LogId;
import io.framelog.log.LoggedRecord;
import io.framelog.log.RecordSequence;
import io.framelog.log.StreamId;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream as HLS players see it: what its log holds, as a playlist and as bytes.
 *
 * <pre>
 *   channel, log ─▶ feed ─▶ index ──▶ listing ──▶ playlist, rendered once ──┐
 *                             └─────▶ media ────────────────────────────────┤
 *   request ─▶ can be answered now? ── yes ─────────────────────────────────┴─▶ answer
 *                   └─ not yet: waits for the next record, or the end of a grace time
 * </pre>
 *
 * Confined to its event loop; whoever asks is answered there.
 */
final class HlsStream implements IndexFeed.Sink {
  /** What all streams of an edge share. */
  record Environment(
      StreamMedia.Environment media,
      WaitingRequests.Limit waiting,
      IndexFeed.Environment feed,
      ReconnectGrace.Environment grace) {
    HlsTiming timing() {
      return media.timing();
    }
  }

  private static final String NOT_CACHED = "no-cache";

  /**
   * Caches that viewers share answer all who ask within the second. Appendix B.1 of the draft
   * advises six target durations. But Video.js asks for the last part of a complete segment again
   * until there is one of the next, and would get what it has from a cache, or from the browser's
   * own.
   */
  private static final String SHARED_FOR_A_SECOND = "public, max-age=0, s-maxage=1";

  /** A publisher's first part comes a moment after its claim. */
  private static final Duration RETURNING = Duration.ofSeconds(2);

  private final StreamId stream;
  private final ChannelLease lease;
  private final Environment environment;
  private final Executor loop;
  private final IndexFeed feed;
  private final StreamMedia media;
  private final ReconnectGrace grace;
  private final Playlists playlists;
  private final WaitingRequests waiting;
  private boolean closed;
  private @Nullable SegmentIndex index;

  HlsStream(ChannelLease lease, Environment environment, Executor loop) {
    this.stream = lease.channel().stream();
    this.lease = lease;
    this.environment = environment;
    this.loop = loop;
    HlsTiming timing = environment.timing();
    this.waiting = new WaitingRequests(environment.waiting(), longestWait(environment.grace()));
    this.media = new StreamMedia(stream, environment.media(), loop, waiting::tryAll);
    this.grace = new ReconnectGrace(environment.grace(), loop, this::flush);
    this.playlists = new Playlists(stream, timing, grace, environment.media().metrics());
    this.feed =
        new IndexFeed(
            lease.channel(), environment.feed(), loop, Duration.ofMillis(timing.oldestMs()), this);
  }

  /** Whoever asked before a publisher went is held until it is back, or not waited for any more. */
  private static Duration longestWait(ReconnectGrace.Environment grace) {
    Duration away = grace.grace().plus(RETURNING);
    return away.compareTo(HlsTiming.MAX_WAIT) > 0 ? away : HlsTiming.MAX_WAIT;
  }

  Executor loop() {
    return loop;
  }

  void start() {
    feed.start();
  }

  /** Whether the stream's log is followed, or was found a moment ago. Any thread. */
  boolean hasLog() {
    return lease.channel().log().isPresent();
  }

  /** The control plane's word on which log the stream has. */
  void logIs(String logId) {
    feed.logIs(logId);
  }

  // --- from the log

  @Override
  public void begin(LogId log, boolean atHeader) {
    index =
        new SegmentIndex(
            log,
            environment.timing().partTargetUs(),
            media.listener(),
            atHeader ? new RecordSequence() : RecordSequence.fromAnywhere());
    media.begin();
    playlists.changed();
  }

  @Override
  public void accept(LoggedRecord record) {
    if (index != null) {
      index.accept(record);
    }
  }

  @Override
  public void flush() {
    playlists.changed();
    waiting.tryAll();
  }

  // --- playlists

  /** Answers on the loop, now or when the log has what is asked for. */
  void playlist(PlaylistRequest request, Consumer<HlsResponse> answer) {
    waiting.add(() -> answerNow(request), answer, "nothing new in time on " + stream);
  }

  private @Nullable HlsResponse answerNow(PlaylistRequest request) {
    SegmentIndex known = index;
    if (known == null || !feed.isLive()) {
      return null;
    }
    PlaylistSnapshot present = playlists.listing(known);
    if (present instanceof PlaylistSnapshot.Playable playable) {
      if (request.isMetBy(playable)) {
        return playlist(playable, request, request.isBlocking() ? SHARED_FOR_A_SECOND : NOT_CACHED);
      }
      if (playable.over()) {
        return playlist(playable, request, NOT_CACHED);
      }
      return request.isTooFarAhead(playable, environment.timing()) ? Refusals.tooFarAhead() : null;
    }
    return Refusals.of(stream, present);
  }

  private HlsResponse playlist(
      PlaylistSnapshot.Playable playable, PlaylistRequest request, String cacheControl) {
    // A playlist that is over is given as it is (§6.2.5.1).
    RenderedPlaylist rendered =
        request.skip() && !playable.over() ? playlists.delta(playable) : playlists.full(playable);
    boolean gzip = request.gzip();
    ByteBuf text = gzip ? rendered.retainedGzip() : rendered.retained();
    return new HlsResponse.Playlist(text, cacheControl, gzip);
  }

  // --- media

  /** Answers on the loop, now, when the log has it, or when it has been read back. */
  void media(MediaName name, Consumer<HlsResponse> answer) {
    waiting.add(() -> answerNow(name), answer, name + " did not come in time");
  }

  private @Nullable HlsResponse answerNow(MediaName name) {
    SegmentIndex known = index;
    return known == null || !feed.isLive() ? null : media.answer(name, known, feed.next());
  }

  // --- its end

  /** Gives up what has waited for too long. */
  void sweep(long nowNanos) {
    waiting.giveUp(nowNanos);
  }

  /** Nobody asks any more: closes, and lets go of the channel. */
  void leave() {
    close();
    lease.close();
  }

  /** Lets go of all memory; for an edge that ends and closes its channels itself. Idempotent. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    waiting.refuseAll("The stream is closed here.");
    grace.forget();
    feed.close();
    media.close();
    playlists.changed();
  }
}
