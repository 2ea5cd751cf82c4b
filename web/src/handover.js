/** @typedef {import('./viewer-socket.js').ViewerSocket} ViewerSocket */

/** What a player has to be told again by whoever takes over, in this order. */
const KEPT = ['gap', 'start', 'init', 'chunk', 'end', 'waiting'];

/**
 * A second socket that takes over from the one of a leaving edge, once it is where the player is.
 *
 * ```
 *   first     hello start <init> chunk 102 103 104 105 106 ┄┄┄┄┄┄┄┄┄┄┄ closed
 *   second              hello start <init> chunk 104 105 106 │ 107 108 …
 *                       └──────── kept ────────┘ └ dropped ┘ │
 *                                                 caught up: what was kept, then as it comes
 * ```
 *
 * The player gets each part once, whichever socket is faster. Events: `caughtup`, once.
 */
export class Handover extends EventTarget {
  /** @type {Map<string, unknown>} the last of each kind */
  #kept = new Map();
  #done = false;
  #player;
  #alone = false;

  /**
   * @param {ViewerSocket} socket
   * @param {() => import('./resume-point.js').ResumePoint} player where the player is, as of now
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

  /** The first socket is closed: where nothing comes, nothing is to be waited for. */
  firstIsGone() {
    this.#alone = true;
    this.#look();
  }

  /** What the player has to be told before the next part. @returns {[string, unknown][]} */
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
    // Between the two of them a socket is nowhere.
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
