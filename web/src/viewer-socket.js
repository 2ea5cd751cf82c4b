import { SUBPROTOCOL, parseMessage } from './protocol.js';
import { ResumePoint } from './resume-point.js';

/**
 * One WebSocket to an edge, and where in the log it is.
 *
 * Events: `open`; `message` (detail: a {@link import('./protocol.js').Message}), `init` and `part`
 * (detail: ArrayBuffer), each when it has been counted; `lost` (detail: {code, reason}). None after
 * {@link ViewerSocket#close}.
 */
export class ViewerSocket extends EventTarget {
  #resume = new ResumePoint();
  #greeted = false;
  #open;
  #socket;

  /**
   * @param {string} url
   * @param {typeof WebSocket} WebSocket
   */
  constructor(url, WebSocket) {
    super();
    this.#open = WebSocket.OPEN;
    const socket = new WebSocket(url, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#emit('open', null);
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = ({ code, reason }) => this.#emit('lost', { code, reason });
    this.#socket = socket;
  }

  /** Where the next part is. */
  get resume() {
    return this.#resume;
  }

  /** Whether the edge has said hello: it accepts and serves. */
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
   * Nothing is heard of it any more.
   *
   * @param {string} reason
   */
  close(reason) {
    const socket = this.#socket;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000, reason);
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    if (typeof data !== 'string') {
      this.#emit(this.#resume.binary(), data);
      return;
    }
    const message = parseMessage(data);
    if (message === null) return;
    if (message.type === 'hello') this.#greeted = true;
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
