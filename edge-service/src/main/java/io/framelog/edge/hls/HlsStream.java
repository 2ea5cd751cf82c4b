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
 * One stream for HLS players: answers requests for its playlist and its media from its log.
 *
 * <pre>
 *   channel, log ─▶ feed ─▶ index ──▶ snapshot ──▶ playlist, rendered once ──┐
 *                             └─────▶ media ────────────────────────────────┤
 *   request ─▶ can be answered now? ── yes ─────────────────────────────────┴─▶ response
 *                   └─ not yet: waits for the next record, or the end of a grace time
 * </pre>
 *
 * Confined to its event loop, where responses are delivered, too.
 */
final class HlsStream implements IndexFeed.Sink {
  /** Parts that all streams of an edge share. */
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
   * Shared caches answer repeated requests for a second. Appendix B.1 of the draft recommends six
   * target durations. But Video.js requests the last part of a complete segment repeatedly until
   * the next segment has a part, and would get the old playlist from a cache, or from the browser's
   * own.
   */
  private static final String SHARED_FOR_A_SECOND = "public, max-age=0, s-maxage=1";

  /** Longest usual time from a publisher's claim to its first part. */
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

  /**
   * A request made before a publisher disconnected waits until it is back or its grace time is
   * over.
   */
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

  /** Whether the stream has a log that the channel follows. Any thread. */
  boolean hasLog() {
    return lease.channel().log().isPresent();
  }

  /** The control plane has announced the id of the stream's log. */
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

  /** Responds on the loop, now or when the log contains the requested media. */
  void playlist(PlaylistRequest request, Consumer<HlsResponse> answer) {
    waiting.add(() -> answerNow(request), answer, "no new media arrived in time on " + stream);
  }

  private @Nullable HlsResponse answerNow(PlaylistRequest request) {
    SegmentIndex known = index;
    if (known == null || !feed.isLive()) {
      return null;
    }
    PlaylistSnapshot present = playlists.snapshot(known);
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
    // The final playlist is sent in full (§6.2.5.1).
    RenderedPlaylist rendered =
        request.skip() && !playable.over() ? playlists.delta(playable) : playlists.full(playable);
    boolean gzip = request.gzip();
    ByteBuf text = gzip ? rendered.retainedGzip() : rendered.retained();
    return new HlsResponse.Playlist(text, cacheControl, gzip);
  }

  // --- media

  /** Responds on the loop: now, when the log contains the media, or when it has been read back. */
  void media(MediaName name, Consumer<HlsResponse> answer) {
    waiting.add(() -> answerNow(name), answer, name + " did not arrive in time");
  }

  private @Nullable HlsResponse answerNow(MediaName name) {
    SegmentIndex known = index;
    return known == null || !feed.isLive() ? null : media.answer(name, known, feed.next());
  }

  // --- its end

  /** Refuses requests that have waited for too long. */
  void sweep(long nowNanos) {
    waiting.giveUp(nowNanos);
  }

  /** Closes the stream after the last request, and its lease of the channel. */
  void leave() {
    close();
    lease.close();
  }

  /**
   * Releases all memory, but not the lease of the channel: an edge that shuts down closes its
   * channels itself. Idempotent.
   */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    waiting.refuseAll("The stream is closed on this edge.");
    grace.forget();
    feed.close();
    media.close();
    playlists.changed();
  }
}
