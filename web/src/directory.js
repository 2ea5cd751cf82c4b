import { ownServer } from './server.js';

/**
 * @typedef {object} LiveStream
 * @property {string} id
 * @property {string} [mime]
 * @property {import('./protocol.js').TrackInfo[]} tracks
 * @property {string} [since] ISO time
 * @property {number} [viewers] on the edge that answered
 * @property {boolean} joinable
 * @property {string} [advice] what to change at the encoder
 */

const EVENT_TYPES = ['started', 'updated', 'ended', 'removed'];

/**
 * The list of live streams. Requests it from an edge every few seconds, and at once after an event
 * of the control API, where that has the same address. Sends no requests while the page is hidden.
 *
 * Events: `change` (read {@link streams}), `unreachable` (detail: Error).
 */
export class LiveDirectory extends EventTarget {
  /** @type {LiveStream[]} */
  #streams = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {EventSource | null} */
  #events = null;
  #abort = new AbortController();
  #server;
  #everyMs;

  /**
   * @param {object} [options]
   * @param {string} [options.server] base URL of an edge
   * @param {number} [options.everyMs]
   */
  constructor({ server = ownServer(), everyMs = 2_000 } = {}) {
    super();
    this.#server = server.endsWith('/') ? server : `${server}/`;
    this.#everyMs = everyMs;
  }

  /** @returns {readonly LiveStream[]} newest first */
  get streams() {
    return this.#streams;
  }

  open() {
    const { signal } = this.#abort;
    const refresh = () => void this.#refresh();
    document.addEventListener('visibilitychange', refresh, { signal });
    this.#events = new EventSource(new URL('api/events', this.#server));
    for (const type of EVENT_TYPES) this.#events.addEventListener(type, refresh, { signal });
    refresh();
  }

  close() {
    this.#abort.abort();
    this.#events?.close();
    clearTimeout(this.#timer);
  }

  async #refresh() {
    clearTimeout(this.#timer);
    if (!document.hidden) await this.#ask();
    clearTimeout(this.#timer);
    if (!this.#abort.signal.aborted) {
      this.#timer = setTimeout(() => void this.#refresh(), this.#everyMs);
    }
  }

  async #ask() {
    const { signal } = this.#abort;
    try {
      const response = await fetch(new URL('live', this.#server), {
        headers: { accept: 'application/json' },
        cache: 'no-store',
        signal,
      });
      if (!response.ok) throw new Error(`GET /live answered ${response.status}`);
      this.#streams = (await response.json()).map(lenient);
      this.dispatchEvent(new Event('change'));
    } catch (error) {
      if (signal.aborted) return;
      this.dispatchEvent(new CustomEvent('unreachable', { detail: error }));
    }
  }
}

/**
 * @param {any} stream
 * @returns {LiveStream}
 */
function lenient(stream) {
  return { ...stream, tracks: stream.tracks ?? [], joinable: stream.joinable ?? true };
}
