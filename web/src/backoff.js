/**
 * Delays between attempts: doubling up to a limit, each drawn at random below it ("full jitter"), so
 * that the thousand viewers of an edge that died do not all knock at the next one together.
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
