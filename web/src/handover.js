/** @typedef {import('./viewer-socket.js').ViewerSocket} ViewerSocket */

/** The messages of the new socket that the player needs before the next part, in this order. */
const KEPT = ['gap', 'start', 'init', 'chunk', 'end', 'waiting'];

/**
 * A second socket that replaces the one of a draining edge as soon as it has reached the player's
 * position.
 *
 * ```
 *   first     hello start <init> chunk 102 103 104 105 106 ┄┄┄┄┄┄┄┄┄┄┄ closed
 *   second              hello start <init> chunk 104 105 106 │ 107 108 …
 *                       └──────── kept ────────┘ └ dropped ┘ │
 *                                                 caught up: the kept ones, then all others
 * ```
 *
 * The player receives each part once, whichever socket is faster. Events: `caughtup`, once.
 */
export class Handover extends EventTarget {
  /** @type {Map<string, unknown>} the last message of each kind */
  #kept = new Map();
  #done = false;
  #player;
  #alone = false;

  /**
   * @param {ViewerSocket} socket
   * @param {() => import('./resume-point.js').ResumePoint} player the player's current position
   */
  constructor(socket, player) {
    super();
    this.socket = socket;
    this.#player = player;
    socket.addEventListener('message', (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      this.#keep(detail.type, detail);
    });
    socket.addEventListener('init', (event) => {
      this.#keep('init', /** @type {CustomEvent} */ (event).detail);
    });
    socket.addEventListener('part', () => this.#look());
  }

  /** The first socket is closed: a second one that has no media to send takes over at once. */
  firstIsGone() {
    this.#alone = true;
    this.#look();
  }

  /** The messages for the player before the next part. @returns {[string, unknown][]} */
  get kept() {
    return KEPT.flatMap((kind) =>
      this.#kept.has(kind) ? [/** @type {[string, unknown]} */ ([kind, this.#kept.get(kind)])] : [],
    );
  }

  /**
   * @param {string} kind
   * @param {unknown} detail
   */
  #keep(kind, detail) {
    if (this.#done) return;
    if (kind === 'chunk') for (const over of ['end', 'waiting']) this.#kept.delete(over);
    this.#kept.set(kind, detail);
    // Between a `start` and its init segment the socket cannot take over.
    if (kind !== 'start') this.#look();
  }

  #look() {
    if (this.#done || !this.socket.greeted) return;
    const silent = this.#alone && (this.#kept.has('waiting') || this.#kept.has('gap'));
    if (!silent && !this.socket.resume.reaches(this.#player())) return;
    this.#done = true;
    this.dispatchEvent(new Event('caughtup'));
  }
}
