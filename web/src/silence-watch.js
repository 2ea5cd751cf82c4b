/** Interval of the checks, ms: long, because a frozen edge is rare and timers cost power. */
const LOOK_EVERY_MS = 1_000;
/** A check that is this late, ms, means that the page itself was suspended. */
const LATE_MS = 2_000;
/** Messages that arrived during a suspension are delivered within this time, ms. */
const EXCUSE_MS = 2_000;

/**
 * Detects that no message has arrived for too long.
 *
 * A page that was suspended, or whose timers are throttled because it is hidden, has not received
 * messages either, but they may be queued. A late check therefore extends the limit once; a second
 * late check in the same silence does not.
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
   * @param {number} limitMs longest time without a message
   * @param {() => void} onSilent called once, when the watch ends
   */
  constructor(limitMs, onSilent) {
    this.#limitMs = limitMs;
    this.#until = Date.now() + limitMs;
    this.#onSilent = onSilent;
    this.#lookLater();
  }

  /** A message arrived. */
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
