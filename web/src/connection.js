import { Backoff } from './backoff.js';
import { Handover } from './handover.js';
import { CLOSE_NOT_A_STREAM } from './protocol.js';
import { ResumePoint } from './resume-point.js';
import { ViewerSocket } from './viewer-socket.js';

/** Limit for an edge's hello, ms; longer after each failure, because the network may be slow. */
const OPEN_MS = 5_000;
const MAX_OPEN_MS = 20_000;
/**
 * The allowed silence grows up to this factor, so that a message that takes longer is received at
 * last.
 */
const MAX_PATIENCE = 8;

/** @typedef {'idle' | 'connecting' | 'open' | 'backing-off' | 'closed'} ConnectionState */

/**
 * @typedef {object} ConnectionOptions
 * @property {(position: string | null, offlineMs: number) => string} endpoint WebSocket URL to
 *   open, given the position of the next part (null: none yet) and the time since the last message
 * @property {Backoff} [backoff]
 * @property {typeof WebSocket} [WebSocket]
 * @property {() => number} [random] in [0, 1)
 */

/**
 * A viewer's connection to an edge: one WebSocket, which is reopened at the exact position when it
 * is lost. A second WebSocket exists only while the edge drains.
 *
 * ```
 *          open()               socket opens
 *   idle ─────────▶ connecting ─────────────▶ open ──┐ moved: a second socket (see Handover), tried
 *                     ▲    │                    │  ◀─┘ again while it is refused, takes over
 *               timer │    │ failed             │ lost, and no second one
 *                     │    ▼                    │
 *                  backing-off ◀────────────────┘         close(), or code 4004, from any: closed
 * ```
 *
 * A socket is also lost when it does not open, or when nothing arrives although the edge has
 * announced a heartbeat interval.
 *
 * Events: `message` (detail: a {@link import('./protocol.js').Message}), `init` and `part` (detail:
 * ArrayBuffer), `open` (also after a handover), `lost` (detail: {attempt, delayMs}), `refused`
 * (detail: {code, reason}).
 */
export class Connection extends EventTarget {
  /** @type {ConnectionState} */
  #state = 'idle';
  /** @type {ViewerSocket | null} */
  #socket = null;
  /** @type {Handover | null} */
  #handover = null;
  #leaving = false;
  #patience = 1;
  /** @type {object | null} the viewer's last command while its edge drains */
  #wish = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #timer = null;
  #lastHeard = 0;
  #nowhere = new ResumePoint();
  #resume = this.#nowhere;
  #endpoint;
  #backoff;
  #WebSocket;

  /** @param {ConnectionOptions} options */
  constructor({ endpoint, backoff, WebSocket = globalThis.WebSocket, random = Math.random }) {
    super();
    this.#endpoint = endpoint;
    this.#backoff = backoff ?? new Backoff({ random });
    this.#WebSocket = WebSocket;
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
   * @param {{ type: string, [field: string]: unknown }} message
   * @returns {boolean} false when there is no open socket: the message is dropped
   */
  send(message) {
    if (this.#leaving && message.type !== 'stats') this.#wish = message;
    return (this.#socket ?? this.#handover?.socket)?.send(message) ?? false;
  }

  /** Opens a new socket at once, for example because the network is available again. */
  retryNow() {
    if (this.#state === 'backing-off') this.#connect();
  }

  /** Clears the position: the next connection joins live. */
  forgetPosition() {
    this.#resume = this.#nowhere;
  }

  /** Closes the socket, if any, and opens another one after the usual delay. */
  reopen() {
    if (this.#state === 'closed' || this.#state === 'idle') return;
    this.#drop('starting over');
    this.#lost();
  }

  close() {
    this.#state = 'closed';
    this.#drop('closed by the viewer');
  }

  #connect() {
    this.#drop('moved on');
    this.#state = 'connecting';
    const socket = this.#dial();
    socket.addEventListener('open', () => {
      this.#state = 'open';
      this.#emit('open', null);
    });
    this.#adopt(socket);
  }

  /** @returns {ViewerSocket} a new socket that starts at the player's position */
  #dial() {
    const offlineMs = this.#lastHeard === 0 ? 0 : Date.now() - this.#lastHeard;
    const failures = Math.max(1, this.#backoff.attempt);
    return new ViewerSocket(this.#endpoint(this.position, offlineMs), this.#WebSocket, {
      openMs: Math.min(MAX_OPEN_MS, OPEN_MS * failures),
      patience: this.#patience,
    });
  }

  /** @param {ViewerSocket} socket the player receives its messages from now on */
  #adopt(socket) {
    this.#socket = socket;
    const heard = (/** @type {string} */ type, /** @type {unknown} */ detail) => {
      this.#lastHeard = Date.now();
      if (type === 'part') this.#patience = 1;
      // Before its first chunk a socket has no position; the player keeps its own.
      if (socket.resume.position !== null) this.#resume = socket.resume;
      this.#emit(type, detail);
    };
    for (const type of ['init', 'part']) {
      socket.addEventListener(type, (event) =>
        heard(type, /** @type {CustomEvent<ArrayBuffer>} */ (event).detail),
      );
    }
    socket.addEventListener('message', (event) => {
      const { detail } = /** @type {CustomEvent<import('./protocol.js').Message>} */ (event);
      // Not on `open`: an edge that accepts and closes at once must not be retried without delay.
      if (detail.type === 'hello') this.#backoff.reset();
      if (detail.type === 'heartbeat') this.#patience = 1;
      if (detail.type === 'moved') this.#moved();
      heard('message', detail);
    });
    socket.addEventListener('lost', (event) => {
      this.#socket = null;
      this.#onLost(/** @type {CustomEvent} */ (event).detail);
    });
  }

  /** @param {{ code: number, reason: string, silent: boolean }} close */
  #onLost({ code, reason, silent }) {
    if (silent) this.#patience = Math.min(MAX_PATIENCE, this.#patience * 2);
    if (code === CLOSE_NOT_A_STREAM) {
      this.#state = 'closed';
      this.#drop('refused');
      this.#emit('refused', { code, reason });
    } else if (this.#handover?.socket.greeted) {
      this.#handover.firstIsGone();
    } else {
      this.#drop('nothing to take over from');
      this.#lost();
    }
  }

  /** The edge drains: connects to another one while it still serves. */
  #moved() {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#backoff.reset();
    this.#reachOut();
  }

  #reachOut() {
    const socket = this.#dial();
    const again = () => {
      if (this.#handover?.socket !== socket) return;
      socket.close('not usable');
      this.#handover = null;
      if (this.#socket === null) this.#lost();
      else this.#schedule(this.#backoff.next(), () => this.#reachOut());
    };
    // Refused, or connected to the draining edge again, or to another draining edge.
    socket.addEventListener('lost', again);
    socket.addEventListener('message', (event) => {
      if (/** @type {CustomEvent} */ (event).detail.type === 'moved') again();
    });
    const handover = new Handover(socket, () => this.#resume);
    handover.addEventListener('caughtup', () => this.#takeOver(handover));
    this.#handover = handover;
  }

  /** @param {Handover} handover */
  #takeOver({ socket, kept }) {
    this.#handover = null;
    this.#leaving = false;
    this.#socket?.close('moved on');
    this.#backoff.reset();
    this.#adopt(socket);
    if (socket.resume.position !== null) this.#resume = socket.resume;
    for (const [type, detail] of kept) this.#emit(type === 'init' ? type : 'message', detail);
    if (this.#wish !== null) socket.send(this.#wish);
    this.#wish = null;
    this.#emit('open', null);
  }

  #lost() {
    this.#state = 'backing-off';
    this.#leaving = false;
    this.#wish = null;
    const delayMs = this.#schedule(this.#backoff.next(), () => this.#connect());
    this.#emit('lost', { attempt: this.#backoff.attempt, delayMs });
  }

  /**
   * @param {number} delayMs
   * @param {() => void} task
   */
  #schedule(delayMs, task) {
    this.#clearTimer();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      task();
    }, delayMs);
    return delayMs;
  }

  #clearTimer() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** @param {string} reason closes all sockets and cancels the retry */
  #drop(reason) {
    this.#clearTimer();
    this.#socket?.close(reason);
    this.#socket = null;
    this.#handover?.socket.close(reason);
    this.#handover = null;
    this.#leaving = false;
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
