import { Connection } from './connection.js';
import { ImageSession } from './image-session.js';
import { LatencyController } from './latency-controller.js';
import { MediaSourceSession } from './media-source-session.js';
import { keepLastPicture } from './poster.js';
import { kindsOf } from './protocol.js';
import { ownServer } from './server.js';
import { EdgeClock, StallCounter } from './stats.js';
import { Timeline } from './timeline.js';
import { streamUrl } from './stream-url.js';

/**
 * @typedef {'idle' | 'connecting' | 'waiting' | 'awaiting' | 'buffering' | 'playing' | 'paused' | 'reconnecting'
 *   | 'unsupported' | 'failed' | 'closed'} PlayerState
 */

/**
 * @typedef {object} PlayerOptions
 * @property {string} stream stream id
 * @property {string} [server] base URL of an edge; by default the server of the SDK
 * @property {string} [token]
 * @property {string} [at] start position: ISO time, negative seconds or a position in the log; live
 *   without it
 * @property {number} [keepBehind] seconds kept in the buffer behind the playhead
 * @property {typeof WebSocket} [WebSocket]
 */

/** After a longer interruption a live viewer joins live, instead of playing what it has missed. */
const RESUME_WITHIN_MS = 20_000;
const STATS_EVERY_MS = 10_000;
/** The edge answers a seek within this time, unless the seek had no effect. */
const SEEK_ANSWER_MS = 5_000;
/** A viewer in the past with less latency than this is live again. */
const LIVE_WITHIN_MS = 2_000;
const FAILURES_ALLOWED = 4;
/** Removed ranges end this far before a keyframe, seconds, so that the SourceBuffer keeps it. */
const BEFORE_KEYFRAME = 0.001;

/**
 * Plays one stream in a video element at the live edge. It continues after lost sockets, ended and
 * restarted publishers, and changes of codecs and tracks.
 *
 * ```
 *   Connection ──message──▶ FramelogPlayer ──▶ Timeline, EdgeClock      (times)
 *        │ init, part             │ ▲
 *        ▼                        │ └──── LatencyController: seek? rate?          (after each append)
 *   MediaSourceSession ──▶ SourceBufferQueue ──▶ <video>
 * ```
 *
 * Events: `statechange` (detail: {state, reason}), `livechange`, `gap` (detail: {reason, chunks}).
 */
export class FramelogPlayer extends EventTarget {
  /** @type {PlayerState} */
  #state = 'idle';
  #reason = '';
  /** @type {MediaSourceSession | ImageSession | null} */
  #session = null;
  /** @type {number | null} ms since 1970 when the newest image arrived at ingest */
  #imageWallClock = null;
  /** @type {import('./protocol.js').Start | null} */
  #start = null;
  #publisher = false;
  #live;
  #pausedUnseen = false;
  #seekUntil = 0;
  #failures = 0;
  #statsSentAt = 0;
  #counts = { reconnects: 0, gaps: 0, bytes: 0 };
  #latencyController = new LatencyController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #timeline = new Timeline();
  #stalls = new StallCounter();
  /** Whether the picture last froze because of an empty buffer, not because of a slow decoder. */
  #starved = false;
  #clock = new EdgeClock();
  #abort = new AbortController();
  #options;
  #connection;

  /**
   * @param {HTMLVideoElement} video
   * @param {PlayerOptions} options
   */
  constructor(video, options) {
    super();
    this.video = video;
    this.#options = options;
    this.#live = options.at === undefined;
    this.#connection = new Connection({
      WebSocket: options.WebSocket,
      endpoint: (position, offlineMs) => this.#endpoint(position, offlineMs),
    });
    this.#listenToConnection();
    this.#listenToPage();
  }

  /** Connects and plays; muted where the browser does not allow sound yet. */
  open() {
    this.video.playsInline = true;
    this.#setState('connecting');
    this.#connection.open();
  }

  /** Closes the connection; the element keeps its last picture. */
  close() {
    this.#connection.close();
    this.#abort.abort();
    clearTimeout(this.#again);
    this.#session?.close();
    this.#setState('closed');
  }

  /** @returns {PlayerState} */
  get state() {
    return this.#state;
  }

  /** The reason for the state, or empty. */
  get reason() {
    return this.#reason;
  }

  /** Whether this viewer follows the live edge, as opposed to a position in the past. */
  get live() {
    return this.#live;
  }

  /** The current `start`: MIME type and tracks. */
  get source() {
    return this.#start;
  }

  /** Position of the next part in the log, or null. */
  get position() {
    return this.#connection.position;
  }

  /** Returns to the live edge. */
  goLive() {
    this.#setLive(true);
    this.#seekUntil = Date.now() + SEEK_ANSWER_MS;
    this.#connection.send({ type: 'live' });
    this.#play();
  }

  /**
   * Plays from a position in the past.
   *
   * @param {string | number} at ISO time, negative seconds before now, or a position
   */
  seek(at) {
    this.#setLive(false);
    this.#seekUntil = Date.now() + SEEK_ANSWER_MS;
    this.#connection.send({ type: 'seek', at });
    this.#play();
  }

  /** @returns {number | null} ms since 1970 when the displayed sample arrived at ingest */
  get wallClock() {
    if (this.#showsImages) return this.#imageWallClock;
    return this.#timeline.wallClockAt(this.video.currentTime);
  }

  /** @returns {import('./stats.js').Stats} as of now */
  get stats() {
    const quality = this.video.getVideoPlaybackQuality();
    const { wallClock } = this;
    const end = this.#session?.ranges.at(-1)?.[1];
    return {
      latencyMs: wallClock === null ? null : Math.round(this.#clock.elapsedSince(wallClock)),
      decodedFrames: quality.totalVideoFrames,
      droppedFrames: quality.droppedVideoFrames,
      stalls: this.#stalls.count,
      stalledMs: Math.round(this.#stalls.totalMs),
      ...this.#counts,
      bufferMs: end === undefined ? 0 : Math.round((end - this.video.currentTime) * 1000),
      targetMs: Math.round(this.#latencyController.target * 1000),
      rate: this.video.playbackRate,
    };
  }

  #listenToConnection() {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ listener) =>
      this.#connection.addEventListener(type, (event) =>
        listener(/** @type {CustomEvent} */ (event).detail),
      );
    on('message', (message) => this.#onMessage(message));
    on('init', (bytes) => this.#onInit(bytes));
    on('part', (bytes) => this.#onPart(bytes));
    on('open', () => {
      if (this.#state === 'paused') this.#connection.send({ type: 'pause' });
    });
    on('lost', () => {
      this.#counts.reconnects++;
      if (this.#state !== 'paused') this.#setState('reconnecting');
    });
    on('refused', ({ reason }) => this.#setState('failed', reason || 'there is no such stream'));
  }

  #listenToPage() {
    const { signal } = this.#abort;
    const on = (/** @type {string} */ type, /** @type {() => void} */ listener) =>
      this.video.addEventListener(type, listener, { signal });
    on('waiting', () => this.#onWaiting());
    on('playing', () => this.#steer());
    on('seeked', () => this.#steer());
    on('pause', () => this.#onPause());
    on('play', () => this.#onPlay());
    on('error', () => this.#startOver(this.video.error?.message || 'the browser gave up decoding'));
    document.addEventListener(
      'visibilitychange',
      () => {
        this.video.playbackRate = 1;
      },
      { signal },
    );
    window.addEventListener('online', () => this.#connection.retryNow(), { signal });
  }

  /** @param {import('./protocol.js').Message} message */
  #onMessage(message) {
    switch (message.type) {
      case 'hello':
        if (typeof message.time === 'number') this.#clock.set(message.time);
        break;
      case 'start':
        this.#start = message;
        break;
      case 'chunk':
        this.#onChunk(message);
        break;
      case 'gap':
        this.#counts.gaps++;
        this.#stalls.excuse();
        this.dispatchEvent(new CustomEvent('gap', { detail: message }));
        if (message.reason === 'long-chunk') {
          this.#await(`It starts with the publisher's next keyframe.`, message.advice);
        }
        break;
      case 'heartbeat':
        // The edge serves the stream, but has not sent a chunk.
        if (this.#state === 'connecting') {
          this.#await('The stream has no media yet that a player can start with.');
        }
        break;
      case 'end':
        this.#onNobodyThere();
        break;
      case 'waiting':
        this.#onNobodyThere();
        this.#setState('waiting');
        break;
      case 'error':
        console.warn(`framelog: error of the edge: ${message.code}: ${message.message}`);
        break;
    }
  }

  /**
   * There is a publisher, but no keyframe to start with.
   *
   * @param {string} why
   * @param {string} [advice] what to change at the encoder
   */
  #await(why, advice) {
    if (this.#state === 'paused') return;
    this.#setState('awaiting', advice === undefined ? why : `${why} Publisher: ${advice}.`);
  }

  #onNobodyThere() {
    this.#publisher = false;
    this.#stalls.excuse();
    this.#latencyController.hold();
  }

  /** @param {ArrayBuffer} bytes */
  #onInit(bytes) {
    const start = this.#start;
    if (start === null) return;
    this.#publisher = true;
    const kinds = kindsOf(start);
    const Session = kinds === 'images' ? ImageSession : MediaSourceSession;
    if (!Session.supports(start.mime)) {
      this.#closeSession();
      this.#setState('unsupported', `this browser cannot play ${start.mime}`);
      return;
    }
    if (this.#session?.kinds !== kinds) this.#openSession(start.mime, kinds);
    this.#session?.init(start.mime, bytes);
    if (this.#state !== 'paused') this.#setState(this.#moving ? 'playing' : 'buffering');
  }

  /** @param {ArrayBuffer} bytes */
  #onPart(bytes) {
    this.#counts.bytes += bytes.byteLength;
    // While an append runs, parts come from one batch, as when joining: they are not an arrival.
    if (this.#session?.idle) this.#latencyController.arriving(performance.now());
    this.#session?.append(bytes);
  }

  /** @param {import('./protocol.js').Chunk} chunk */
  #onChunk({ ptsUs, wallClock, spacingMs }) {
    if (this.#showsImages) {
      // Images are shown on arrival, without a buffer or a timeline.
      this.#imageWallClock = wallClock ?? null;
      if (wallClock !== undefined) this.#clock.isPast(wallClock);
      this.#noticeCaughtUp();
      this.#report();
      return;
    }
    const time = ptsUs === undefined ? null : ptsUs / 1e6;
    const backwards = time !== null && this.#timeline.startsAfter(time);
    if (!backwards) this.#noticeCaughtUp();
    if (time !== null) {
      this.#timeline.add(time, wallClock ?? null);
      this.#noticeArrival(time, wallClock);
      if (this.#live) this.#latencyController.expect(performance.now(), (spacingMs ?? 0) / 1000);
    }
    let replaced = false;
    this.#session?.remove(() => {
      const end = this.#session?.ranges.at(-1)?.[1];
      const elsewhere = time === null || end === undefined || Math.abs(time - end) > 0.5;
      replaced = backwards || (Date.now() < this.#seekUntil && elsewhere);
      if (!replaced) return null;
      this.#seekUntil = 0;
      return [0, Infinity];
    });
    // After the removal: until then the playhead is in the removed range.
    this.#session?.remove(() => {
      if (replaced) this.#latencyController.restart(this.#withAudio);
      return null;
    });
    this.#session?.remove(() => this.#evictable(this.#options.keepBehind ?? 30));
    this.#report();
  }

  /**
   * @param {number} time seconds, start of a chunk
   * @param {number | undefined} wallClock ms since 1970 when it arrived
   */
  #noticeArrival(time, wallClock) {
    if (wallClock === undefined) return;
    if (this.#clock.isPast(wallClock)) this.#latencyController.forgetArrivals();
    if (!this.#live) return;
    const now = performance.now();
    this.#latencyController.chunkCame(now, now - (this.#clock.now() - wallClock), time);
  }

  /** A viewer in the past becomes live again when it has caught up. */
  #noticeCaughtUp() {
    if (this.#live || Date.now() < this.#seekUntil) return;
    const { latencyMs } = this.stats;
    if (latencyMs !== null && latencyMs < LIVE_WITHIN_MS) this.#setLive(true);
  }

  /**
   * The range that may be removed from the buffer, whole chunks only: a SourceBuffer removes up to
   * the next keyframe, which with long GOPs can be after the displayed picture.
   *
   * @param {number} keepBehind seconds
   * @returns {[number, number] | null} seconds
   */
  #evictable(keepBehind) {
    const first = this.#session?.ranges[0]?.[0];
    const chunk = this.#timeline.chunkStart(this.video.currentTime - keepBehind);
    if (first === undefined || chunk === null || chunk - BEFORE_KEYFRAME <= first) return null;
    this.#timeline.prune(chunk);
    return [0, chunk - BEFORE_KEYFRAME];
  }

  /**
   * @param {string} mime
   * @param {string} kinds
   */
  #openSession(mime, kinds) {
    this.#closeSession();
    const evictable = () => this.#evictable(1);
    const session =
      kinds === 'images'
        ? new ImageSession(this.video)
        : new MediaSourceSession(this.video, { mime, kinds, evictable });
    session.addEventListener('appended', () => this.#steer());
    session.addEventListener('overflow', () => this.#connection.send({ type: 'live' }));
    session.addEventListener('failed', (event) =>
      this.#startOver(/** @type {CustomEvent<Error>} */ (event).detail.message),
    );
    this.#session = session;
    this.#latencyController.restart(kinds.includes('audio'));
    if (this.#state !== 'paused') this.#play();
  }

  #closeSession() {
    if (this.#session === null) return;
    keepLastPicture(this.video);
    this.#session.close();
    this.#session = null;
    this.#stalls.excuse();
  }

  /** @param {string} reason why a decoder or a SourceBuffer failed; a new one is opened */
  #startOver(reason) {
    if (this.#session === null) return;
    console.warn(`framelog: starting over: ${reason}`);
    this.#closeSession();
    this.#timeline.clear();
    if (++this.#failures > FAILURES_ALLOWED) {
      this.#connection.close();
      this.#setState('failed', reason);
      return;
    }
    this.#connection.forgetPosition();
    this.#connection.reopen();
  }

  #steer() {
    const { video } = this;
    clearTimeout(this.#again);
    if (this.#showsImages) {
      if (this.#state !== 'paused' && this.#moving) this.#onMoving();
      return;
    }
    const { seekTo, rate, againMs } = this.#latencyController.decide({
      now: performance.now(),
      currentTime: video.currentTime,
      ranges: this.#session?.ranges ?? [],
      seeking: video.seeking,
      live: this.#live,
      hidden: document.hidden,
    });
    if (this.#state === 'paused') return;
    if (againMs !== null) this.#again = setTimeout(() => this.#steer(), againMs);
    if (seekTo !== null) video.currentTime = seekTo;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (rate > 0 && this.#moving) this.#onMoving();
  }

  #play() {
    const { video } = this;
    video.play().catch((/** @type {DOMException} */ error) => {
      // Other errors occur when the source changes, which calls this again.
      if (error.name !== 'NotAllowedError') return;
      if (video.muted) {
        this.#pausedUnseen = true;
        this.#setState('paused', 'the browser starts playback only after a click');
      } else {
        // Browsers mostly require a gesture for sound, not for muted video.
        video.muted = true;
        this.#play();
      }
    });
  }

  #onWaiting() {
    if (this.video.seeking || this.#state === 'paused') return;
    const end = this.#session?.ranges.at(-1)?.[1] ?? 0;
    this.#starved = end - this.video.currentTime < this.#latencyController.target / 2;
    // A larger distance to the live edge does not help a slow decoder.
    if (this.#starved) this.#latencyController.hold();
    if (this.#state === 'playing' || this.#state === 'reconnecting') {
      // A pause of the publisher is not a stall of this player.
      if (this.#publisher) this.#stalls.freeze(performance.now());
      if (this.#state === 'playing') this.#setState('buffering');
    }
    this.#steer();
  }

  /** The picture moves or is about to. */
  #onMoving() {
    const stalled = this.#stalls.thaw(performance.now());
    // Stalls in the past are not caused by a small distance to the live edge.
    if (stalled && this.#live && this.#starved) this.#latencyController.stalled(performance.now());
    if (this.#connection.state === 'open' && this.#publisher) this.#setState('playing');
  }

  #onPause() {
    if (this.video.ended || this.#session === null) return;
    // Browsers pause muted video in hidden tabs; after such a pause playback continues live.
    this.#pausedUnseen = document.hidden && this.#live;
    this.#connection.send({ type: 'pause' });
    this.#setState('paused');
  }

  #onPlay() {
    if (this.#state !== 'paused') return;
    this.#setState(this.#publisher ? 'buffering' : 'waiting');
    if (this.#pausedUnseen) {
      this.goLive();
    } else {
      this.#setLive(false);
      this.#connection.send({ type: 'resume' });
    }
  }

  #report() {
    const now = performance.now();
    if (now - this.#statsSentAt < STATS_EVERY_MS) return;
    this.#statsSentAt = now;
    this.#failures = 0;
    const { latencyMs, droppedFrames, stalls } = this.stats;
    this.#connection.send({
      type: 'stats',
      ...(latencyMs === null ? {} : { latencyMs }),
      droppedFrames,
      stalls,
    });
  }

  get #moving() {
    return !this.video.paused && this.video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  get #showsImages() {
    return this.#session instanceof ImageSession;
  }

  get #withAudio() {
    return this.#session?.kinds.includes('audio') ?? false;
  }

  /**
   * @param {string | null} position
   * @param {number} offlineMs
   */
  #endpoint(position, offlineMs) {
    const { stream, server = ownServer(), token, at } = this.#options;
    // `at` delivers media in real time, `from` delivers missed media at once.
    if (!this.#live) return streamUrl(server, stream, { token, at: position ?? at });
    const resumes = position !== null && offlineMs <= RESUME_WITHIN_MS;
    return streamUrl(server, stream, { token, from: resumes ? position : undefined });
  }

  /** @param {boolean} live */
  #setLive(live) {
    if (live === this.#live) return;
    this.#live = live;
    this.dispatchEvent(new Event('livechange'));
  }

  /**
   * @param {PlayerState} state
   * @param {string} [reason]
   */
  #setState(state, reason = '') {
    if (this.#state === 'closed' || (this.#state === state && this.#reason === reason)) return;
    this.#state = state;
    this.#reason = reason;
    this.dispatchEvent(new CustomEvent('statechange', { detail: { state, reason } }));
  }
}
