/** ms from one look to the next: coarse, because a frozen edge is rare and timers cost power. */
const LOOK_EVERY_MS = 1_000;
/** A look that is later than this by so much: the page itself stood still. */
const LATE_MS = 2_000;
/** What came while the page stood still is handed over within this time. */
const EXCUSE_MS = 2_000;

/**
 * Notices that nothing has come for too long.
 *
 * A page that was suspended, or whose timers the browser slows down because it is hidden, has not heard
 * either, but messages may be waiting for it: a late look does not count against the edge at once, and a
 * second late one in the same silence does.
 */
export class SilenceWatch {
  #excused = false;
  #lookedAt = Date.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #limitMs;
  #until;
  #onSilent;

  /**
   * @param {number} limitMs how long nothing may come
   * @param {() => void} onSilent called once, then the watch is over
   */
  constructor(limitMs, onSilent) {
    this.#limitMs = limitMs;
    this.#until = Date.now() + limitMs;
    this.#onSilent = onSilent;
    this.#lookLater();
  }

  /** Something came. */
  heard() {
    this.#until = Date.now() + this.#limitMs;
    this.#excused = false;
  }

  /** @param {number} limitMs from now on */
  limit(limitMs) {
    this.#limitMs = limitMs;
    this.heard();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #lookLater() {
    this.#timer = setTimeout(() => this.#look(), LOOK_EVERY_MS);
  }

  #look() {
    const now = Date.now();
    const late = now - this.#lookedAt > LOOK_EVERY_MS + LATE_MS;
    this.#lookedAt = now;
    if (late && !this.#excused) {
      this.#excused = true;
      this.#until = Math.max(this.#until, now + EXCUSE_MS);
    }
    if (now >= this.#until) this.#onSilent();
    else this.#lookLater();
  }
}
