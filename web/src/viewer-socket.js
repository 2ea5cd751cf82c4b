import { SUBPROTOCOL, parseMessage } from './protocol.js';
import { ResumePoint } from './resume-point.js';
import { SilenceWatch } from './silence-watch.js';

/** Reported when this side has given the socket up; RFC 6455 never sends it. */
const CLOSE_SILENT = 1006;
/** Tolerance for the transit of a heartbeat. */
const ON_ITS_WAY_MS = 1_000;

/**
 * One WebSocket to an edge and its position in the log.
 *
 * Events: `open`; `message` (detail: a {@link import('./protocol.js').Message}), `init` and `part`
 * (detail: ArrayBuffer), each after it has been counted; `lost` (detail: {code, reason, silent}),
 * also when the edge sends nothing for too long. No events after {@link ViewerSocket#close}.
 */
export class ViewerSocket extends EventTarget {
  #resume = new ResumePoint();
  #greeted = false;
  #patience;
  #watch;
  #open;
  #socket;

  /**
   * @param {string} url
   * @param {typeof WebSocket} WebSocket
   * @param {{ openMs: number, patience: number }} limits longest time until the edge's hello, and
   *   the factor by which the allowed silence after it is extended
   */
  constructor(url, WebSocket, { openMs, patience }) {
    super();
    this.#open = WebSocket.OPEN;
    const socket = new WebSocket(url, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#emit('open', null);
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = ({ code, reason }) => this.#lost({ code, reason, silent: false });
    this.#socket = socket;
    this.#patience = patience;
    this.#watch = new SilenceWatch(openMs, () => this.#silent());
  }

  /** Position of the next part. */
  get resume() {
    return this.#resume;
  }

  /** Whether the edge has sent `hello`: it accepts the viewer. */
  get greeted() {
    return this.#greeted;
  }

  /**
   * @param {object} message
   * @returns {boolean} false when the socket is not open
   */
  send(message) {
    if (this.#socket.readyState !== this.#open) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /**
   * Closes the socket; no events follow.
   *
   * @param {string} reason
   */
  close(reason) {
    this.#watch.stop();
    const socket = this.#socket;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000, reason);
  }

  #silent() {
    const reason = this.#greeted ? 'the edge sends nothing' : 'the edge does not answer';
    this.close(reason);
    this.#lost({ code: CLOSE_SILENT, reason, silent: true });
  }

  /** @param {{ code: number, reason: string, silent: boolean }} detail */
  #lost(detail) {
    this.#watch.stop();
    this.#emit('lost', detail);
  }

  /** @param {import('./protocol.js').Hello} hello */
  #greet({ heartbeatMs }) {
    this.#greeted = true;
    // An older edge without heartbeats may send nothing while there is no publisher.
    if (heartbeatMs === undefined) this.#watch.stop();
    else this.#watch.limit((2 * heartbeatMs + ON_ITS_WAY_MS) * this.#patience);
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    this.#watch.heard();
    if (typeof data !== 'string') {
      this.#emit(this.#resume.binary(), data);
      return;
    }
    const message = parseMessage(data);
    if (message === null) return;
    if (message.type === 'hello') this.#greet(message);
    else if (message.type === 'start') this.#resume.start();
    else if (message.type === 'chunk') this.#resume.chunk(message.position);
    else if (message.type === 'position') this.#resume.next(message.position);
    this.#emit('message', message);
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
