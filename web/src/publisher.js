import { PublishSocket } from './publish-socket.js';
import { START, publishUrl } from './publish-protocol.js';
import { SendRate } from './send-rate.js';
import { ownServer } from './server.js';

/**
 * @typedef {'idle' | 'connecting' | 'live' | 'held' | 'dropping' | 'reconnecting' | 'stopping'
 *   | 'stopped' | 'refused' | 'failed'} PublisherState
 */

/**
 * Source of the bytes: a {@link import('./recorder-feed.js').RecorderFeed} or an
 * {@link import('./image-feed.js').ImageFeed}.
 *
 * @typedef {object} Feed
 * @property {string} mimeType
 * @property {number} bitsPerSecond
 * @property {(sink: import('./recorder-feed.js').Sink) => void} start
 * @property {() => Promise<void>} stop
 * @property {() => void} drop
 */

/**
 * @typedef {object} PublisherOptions
 * @property {string} stream
 * @property {Feed} feed
 * @property {string} [server] base URL of an ingest node; by default the server of the SDK
 * @property {string} [key]
 * @property {typeof WebSocket} [WebSocket]
 * @property {import('./backoff.js').Backoff} [backoff]
 */

/**
 * Limit of the unsent data in the socket: this many seconds of the feed, but at least this many
 * bytes.
 */
const BACKLOG_SECONDS = 2;
const BACKLOG_BYTES = 256 * 1024;
const LOOK_EVERY_MS = 100;

/**
 * Publishes one stream. It continues after lost sockets, stopped nodes and times of a slow network.
 *
 * Media that cannot be sent in time is dropped: when more than 2 s of media wait in the socket, the
 * feed ends and the state becomes `dropping`; when nearly all of it has been sent, the feed starts
 * again with a header and a keyframe. Viewers see a jump, but no damaged picture and no growing
 * latency.
 *
 * ```
 *   connecting ── accepted ──▶ live ◀── held (Kafka is slow)
 *     ▲                        │  ▲
 *     │ jitter                 │  └─ nearly empty ── dropping ◀─ backlog too large
 *   reconnecting ◀── lost ─────┘
 * ```
 *
 * Events: `statechange` (detail: {state, reason}).
 */
export class FramelogPublisher extends EventTarget {
  /** @type {PublisherState} */
  #state = 'idle';
  #reason = '';
  /** @type {import('./publish-protocol.js').Accepted | null} */
  #accepted = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #looking;
  #backlogDrops = 0;
  #droppedMs = 0;
  #droppingSince = 0;
  #reconnects = 0;
  #rate = new SendRate();
  #abort = new AbortController();
  #feed;
  #socket;

  /** @param {PublisherOptions} options */
  constructor({ stream, feed, server, key, WebSocket, backoff }) {
    super();
    this.stream = stream;
    this.#feed = feed;
    this.#socket = new PublishSocket(publishUrl(server ?? ownServer(), stream, key), {
      WebSocket,
      backoff,
    });
    this.#listen();
  }

  start() {
    if (this.#state !== 'idle') return;
    this.#become('connecting');
    this.#socket.open();
  }

  /**
   * @returns {Promise<void>} resolves when all recorded media is in the log or has been given up
   */
  async stop() {
    if (this.#isOver) return;
    this.#become('stopping');
    clearInterval(this.#looking);
    await this.#feed.stop();
    await this.#socket.finish();
    this.#end('stopped', '');
  }

  /** @returns {PublisherState} */
  get state() {
    return this.#state;
  }

  /** The reason for the state, or empty. */
  get reason() {
    return this.#reason;
  }

  /** The node's `accepted` message with session and viewers' URL, or null before it. */
  get accepted() {
    return this.#accepted;
  }

  /** Current statistics. */
  get stats() {
    const { bufferedAmount } = this.#socket;
    const dropping = this.#state === 'dropping' ? performance.now() - this.#droppingSince : 0;
    return {
      kbps: Math.round(this.#rate.kbps(performance.now(), bufferedAmount)),
      sentBytes: this.#rate.bytes - bufferedAmount,
      bufferedBytes: bufferedAmount,
      drops: this.#backlogDrops,
      droppedMs: Math.round(this.#droppedMs + dropping),
      reconnects: this.#reconnects,
      mimeType: this.#feed.mimeType,
    };
  }

  #listen() {
    const { signal } = this.#abort;
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ listener) =>
      this.#socket.addEventListener(
        type,
        (event) => listener(/** @type {CustomEvent} */ (event).detail),
        { signal },
      );
    on('open', () => this.#beginFeed());
    on('message', (message) => this.#onMessage(message));
    on('lost', () => this.#onLost());
    on('over', ({ reason, message }) => {
      this.#feed.drop();
      this.#end('refused', message || reason);
    });
    globalThis.addEventListener?.('online', () => this.#socket.retryNow(), { signal });
  }

  /** @param {import('./publish-protocol.js').PublishMessage} message */
  #onMessage(message) {
    if (message.type === 'accepted') {
      this.#accepted = message;
      if (this.#state !== 'stopping' && this.#state !== 'dropping') this.#become('live');
    } else if (message.type === 'paused' && this.#state === 'live') {
      this.#become('held', 'the log accepts no more data at the moment');
    } else if (message.type === 'resumed' && this.#state === 'held') {
      this.#become('live');
    } else if ((message.type === 'ended' || message.type === 'refused') && message.retry) {
      this.#reason = message.message || message.reason;
    }
  }

  #onLost() {
    this.#feed.drop();
    clearInterval(this.#looking);
    if (this.#state === 'dropping') this.#noDropping();
    if (this.#state === 'stopping') return;
    if (this.#state !== 'connecting' && this.#state !== 'reconnecting') this.#reconnects++;
    this.#become('reconnecting', this.#reason);
  }

  #beginFeed() {
    if (this.#isOver || this.#state === 'stopping') return;
    try {
      this.#feed.start({
        begins: () => this.#socket.send(START),
        piece: (piece) => this.#send(piece),
        failed: (reason) => this.#failed(reason),
      });
    } catch (error) {
      this.#failed(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {Blob} piece */
  #send(piece) {
    if (!this.#socket.send(piece)) return;
    this.#rate.add(piece.size);
    if (this.#state !== 'stopping' && this.#socket.bufferedAmount > this.#mostBacklog) {
      this.#beginDropping();
    }
  }

  get #mostBacklog() {
    return Math.max(BACKLOG_BYTES, (this.#feed.bitsPerSecond / 8) * BACKLOG_SECONDS);
  }

  #beginDropping() {
    this.#feed.drop();
    this.#backlogDrops++;
    this.#droppingSince = performance.now();
    this.#become('dropping', 'the network is too slow, pictures are skipped');
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  #look() {
    if (this.#socket.bufferedAmount > this.#mostBacklog / 8) return;
    clearInterval(this.#looking);
    this.#noDropping();
    this.#become(this.#accepted === null ? 'connecting' : 'live');
    this.#beginFeed();
  }

  #noDropping() {
    this.#droppedMs += performance.now() - this.#droppingSince;
  }

  /** @param {string} reason */
  #failed(reason) {
    clearInterval(this.#looking);
    void this.#socket.finish();
    this.#end('failed', reason);
  }

  /**
   * @param {PublisherState} state
   * @param {string} reason
   */
  #end(state, reason) {
    clearInterval(this.#looking);
    this.#abort.abort();
    this.#become(state, reason);
  }

  get #isOver() {
    return this.#state === 'stopped' || this.#state === 'refused' || this.#state === 'failed';
  }

  /**
   * @param {PublisherState} state
   * @param {string} [reason]
   */
  #become(state, reason = '') {
    if (this.#state === state && this.#reason === reason) return;
    this.#state = state;
    this.#reason = reason;
    this.dispatchEvent(new CustomEvent('statechange', { detail: { state, reason } }));
  }
}
