import { Backoff } from './backoff.js';
import { END, PUBLISH_SUBPROTOCOL, parsePublishMessage } from './publish-protocol.js';

/** Limit for the acknowledgement that the last bytes are in the log, ms. */
const FAREWELL_MS = 5_000;

/** @typedef {'idle' | 'connecting' | 'open' | 'backing-off' | 'leaving' | 'closed'} PublishSocketState */

/**
 * A publisher's connection to an ingest node: one WebSocket, which is reopened when it is lost,
 * unless the node has sent that a retry is useless.
 *
 * ```
 *          open()               socket opens
 *   idle ─────────▶ connecting ─────────────▶ open ── finish() ──▶ leaving ──▶ closed
 *                     ▲    │ failed             │ lost                ▲
 *                     │    ▼                    │                     │ close(), or refused
 *                  backing-off ◀────────────────┘                    from any
 * ```
 *
 * Events: `open`, `message` (detail: PublishMessage), `lost` (detail: {delayMs}), `over` (detail:
 * {reason, message}).
 */
export class PublishSocket extends EventTarget {
  /** @type {PublishSocketState} */
  #state = 'idle';
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {import('./publish-protocol.js').Over | null} */
  #over = null;
  /** @type {(() => void) | null} */
  #left = null;
  #url;
  #backoff;
  #WebSocket;

  /**
   * @param {string} url
   * @param {{ backoff?: Backoff, WebSocket?: typeof WebSocket }} [options]
   */
  constructor(url, { backoff = new Backoff(), WebSocket = globalThis.WebSocket } = {}) {
    super();
    this.#url = url;
    this.#backoff = backoff;
    this.#WebSocket = WebSocket;
  }

  get state() {
    return this.#state;
  }

  /** Bytes that the socket has accepted and not sent yet. */
  get bufferedAmount() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  open() {
    if (this.#state === 'idle') this.#connect();
  }

  /** Opens a new socket at once, for example because the network is available again. */
  retryNow() {
    if (this.#state === 'backing-off') this.#connect();
  }

  /**
   * @param {string | Blob} data
   * @returns {boolean} false when there is no open socket: the data is dropped
   */
  send(data) {
    if (this.#socket?.readyState !== this.#WebSocket.OPEN) return false;
    this.#socket.send(data);
    return true;
  }

  /** Announces the end and waits, for a limited time, until all data is in the log. */
  async finish() {
    if (this.#state === 'open' && this.send(END)) {
      this.#state = 'leaving';
      await new Promise((resolve) => {
        this.#left = () => resolve(undefined);
        this.#timer = setTimeout(resolve, FAREWELL_MS);
      });
    }
    this.close();
  }

  close() {
    this.#state = 'closed';
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000, 'closed by the publisher');
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#state = 'connecting';
    this.#over = null;
    const socket = new this.#WebSocket(this.#url, PUBLISH_SUBPROTOCOL);
    this.#socket = socket;
    // A socket that has been replaced may still fire events; they are ignored.
    const present = () => this.#socket === socket;
    socket.onopen = () => {
      if (!present()) return;
      this.#state = 'open';
      this.#emit('open', null);
    };
    socket.onmessage = (event) => {
      if (present() && typeof event.data === 'string') this.#receive(event.data);
    };
    socket.onclose = () => {
      if (present()) this.#closed();
    };
  }

  /** @param {string} text */
  #receive(text) {
    const message = parsePublishMessage(text);
    if (message === null) return;
    // Not on `open`: a node that accepts and closes at once must not be retried without delay.
    if (message.type === 'accepted') this.#backoff.reset();
    if (message.type === 'ended' || message.type === 'refused') this.#over = message;
    this.#emit('message', message);
  }

  #closed() {
    this.#socket = null;
    if (this.#state === 'leaving') {
      this.#left?.();
      return;
    }
    if (this.#over !== null && !this.#over.retry) {
      this.close();
      this.#emit('over', { reason: this.#over.reason, message: this.#over.message });
      return;
    }
    this.#state = 'backing-off';
    const delayMs = this.#backoff.next();
    this.#timer = setTimeout(() => this.#connect(), delayMs);
    this.#emit('lost', { delayMs });
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
