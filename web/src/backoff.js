/**
 * Delays between attempts. The upper bound doubles up to a limit, and each delay is random below it
 * ("full jitter"), so that the viewers of a failed edge do not all connect to the next one at the
 * same time.
 */
export class Backoff {
  #attempt = 0;

  /**
   * @param {object} [options]
   * @param {number} [options.firstMs] upper bound of the first delay, ms
   * @param {number} [options.limitMs] upper bound of any delay, ms
   * @param {() => number} [options.random] in [0, 1)
   */
  constructor({ firstMs = 250, limitMs = 8_000, random = Math.random } = {}) {
    this.firstMs = firstMs;
    this.limitMs = limitMs;
    this.random = random;
  }

  /** Number of delays drawn since the last success. */
  get attempt() {
    return this.#attempt;
  }

  /** @returns {number} ms to wait before the next attempt */
  next() {
    const bound = Math.min(this.limitMs, this.firstMs * 2 ** this.#attempt);
    this.#attempt++;
    return this.random() * bound;
  }

  /** The last attempt succeeded. */
  reset() {
    this.#attempt = 0;
  }
}
