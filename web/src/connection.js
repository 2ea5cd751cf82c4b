import { Backoff } from './backoff.js';
import { CLOSE_NOT_A_STREAM, SUBPROTOCOL, parseMessage } from './protocol.js';
import { ResumePoint } from './resume-point.js';

/** @typedef {'idle' | 'connecting' | 'open' | 'backing-off' | 'closed'} ConnectionState */

/**
 * @typedef {object} ConnectionOptions
 * @property {(position: string | null, offlineMs: number) => string} endpoint
 *   WebSocket URL to open, given the position of the next part (null: none yet) and for how long
 *   nothing came
 * @property {Backoff} [backoff]
 * @property {typeof WebSocket} [WebSocket]
 * @property {() => number} [random] in [0, 1)
 */

/**
 * A viewer's link to whichever edge answers: one WebSocket at a time, opened anew when it is lost,
 * at the exact position reached.
 *
 * ```
 *          open()               socket opens
 *   idle ─────────▶ connecting ─────────────▶ open ──┐ moved: opens another one after a
 *                     ▲    │                    │  ◀─┘ random delay, reading the old one till then
 *               timer │    │ failed             │ lost
 *                     │    ▼                    │
 *                  backing-off ◀────────────────┘         close(), or code 4004, from any: closed
 * ```
 *
 * Events: `message` (detail: a {@link import('./protocol.js').Message}), `init` and `part` (detail:
 * ArrayBuffer), `open`, `lost` (detail: {attempt, delayMs}), `refused` (detail: {code, reason}).
 */
export class Connection extends EventTarget {
  /** @type {ConnectionState} */
  #state = 'idle';
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #timer = null;
  #lastHeard = 0;
  #resume = new ResumePoint();
  #endpoint;
  #backoff;
  #WebSocket;
  #random;

  /** @param {ConnectionOptions} options */
  constructor({ endpoint, backoff, WebSocket = globalThis.WebSocket, random = Math.random }) {
    super();
    this.#endpoint = endpoint;
    this.#backoff = backoff ?? new Backoff({ random });
    this.#WebSocket = WebSocket;
    this.#random = random;
  }

  get state() {
    return this.#state;
  }

  /** Position of the next part, or null before the first chunk. */
  get position() {
    return this.#resume.position;
  }

  open() {
    if (this.#state === 'idle') this.#connect();
  }

  /**
   * Sends a message of the viewer protocol.
   *
   * @param {object} message
   * @returns {boolean} false when there is no open socket: nothing is kept for later
   */
  send(message) {
    if (this.#socket?.readyState !== this.#WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Opens a new socket at once, e.g. because the network is back. */
  retryNow() {
    if (this.#state === 'backing-off') this.#connect();
  }

  /** Forgets the position: the next connection joins live. */
  forgetPosition() {
    this.#resume = new ResumePoint();
  }

  /** Drops the socket, if any, and opens another one after the usual delay. */
  reopen() {
    if (this.#state === 'closed' || this.#state === 'idle') return;
    this.#drop(1000, 'starting over');
    this.#lost();
  }

  close() {
    this.#state = 'closed';
    this.#clearTimer();
    this.#drop(1000, 'closed by the viewer');
  }

  #connect() {
    this.#clearTimer();
    this.#drop(1000, 'moved on');
    this.#state = 'connecting';
    const offlineMs = this.#lastHeard === 0 ? 0 : Date.now() - this.#lastHeard;
    const socket = new this.#WebSocket(this.#endpoint(this.position, offlineMs), SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    // A socket that has been replaced may still fire: only the present one is listened to.
    const present = () => this.#socket === socket;
    socket.onopen = () => {
      if (!present()) return;
      this.#state = 'open';
      this.#emit('open', null);
    };
    socket.onmessage = (event) => {
      if (present()) this.#receive(event.data);
    };
    socket.onclose = (event) => {
      if (!present()) return;
      this.#socket = null;
      if (event.code === CLOSE_NOT_A_STREAM) {
        this.#state = 'closed';
        this.#clearTimer();
        this.#emit('refused', { code: event.code, reason: event.reason });
      } else {
        this.#lost();
      }
    };
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    this.#lastHeard = Date.now();
    if (typeof data !== 'string') {
      this.#emit(this.#resume.binary(), data);
      return;
    }
    const message = parseMessage(data);
    if (message === null) return;
    switch (message.type) {
      case 'hello':
        // Not on `open`: an edge that accepts and drops at once must not be hammered.
        this.#backoff.reset();
        break;
      case 'start':
        this.#resume.start();
        break;
      case 'chunk':
        this.#resume.chunk(message.position);
        break;
      case 'position':
        this.#resume.next(message.position);
        break;
      case 'moved':
        this.#schedule(this.#random() * (message.retryMs ?? 1_000));
        break;
    }
    this.#emit('message', message);
  }

  #lost() {
    this.#state = 'backing-off';
    this.#resume.disconnected();
    // After `moved` the delay is already running.
    const delayMs = this.#timer === null ? this.#schedule(this.#backoff.next()) : 0;
    this.#emit('lost', { attempt: this.#backoff.attempt, delayMs });
  }

  /** @param {number} delayMs */
  #schedule(delayMs) {
    this.#clearTimer();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#connect();
    }, delayMs);
    return delayMs;
  }

  #clearTimer() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #drop(code, reason) {
    const socket = this.#socket;
    this.#socket = null;
    this.#resume.disconnected();
    socket?.close(code, reason);
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
