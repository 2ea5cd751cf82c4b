/** Long enough to see several bursts of a publisher that sends a GOP, or a full Cluster, at a time. */
const WINDOW_MS = 6_000;
/** Parts closer together than this are one arrival, handed over in pieces. */
const SAME_ARRIVAL_MS = 15;
const CLOCK_ERROR_MS = 500;
/** Sound may begin a little after the pictures of its chunk: the buffer begins where both are there. */
const SAME_START = 0.25;

/**
 * How late media comes: at the worst moment lately, how far the clock had run on since the end of
 * what was there. A playhead that stays that far behind the clock never runs dry, whether the
 * publisher sends frame by frame or a second at a time.
 *
 * ```
 *   media   |--------|--------|        sent in bursts: lateness swings from 0 to a whole burst
 *   clock   ........^........^         sampled just before each arrival, where it is largest
 * ```
 */
export class Arrivals {
  /** @type {{ at: number, time: number, lateness: number }[]} ms, seconds, ms */
  #samples = [];
  #last = Number.NEGATIVE_INFINITY;

  clear() {
    this.#samples = [];
    this.#last = Number.NEGATIVE_INFINITY;
  }

  /**
   * Media comes.
   *
   * @param {number} now ms
   * @param {number} before seconds, where the buffer ends until then
   */
  arriving(now, before) {
    const pause = now - this.#last;
    this.#last = now;
    if (pause > SAME_ARRIVAL_MS && Number.isFinite(pause)) this.#add(now, before, now);
  }

  /**
   * The edge says when a chunk's first sample came: until then everything ended where it starts.
   * This is known when joining, before any arrival has been seen.
   *
   * @param {number} now ms
   * @param {number} cameAt ms on the same clock; a little in the future where the edge's clock is
   *   known only to a network transit, and not believed when far in it
   * @param {number} start seconds
   */
  chunkCame(now, cameAt, start) {
    if (cameAt <= now + CLOCK_ERROR_MS) this.#add(now, start, Math.min(cameAt, now));
  }

  /**
   * The timeline has a hole: what was measured before it says nothing of what comes behind.
   *
   * @param {number} time seconds, where media goes on
   */
  forgetBefore(time) {
    this.#samples = this.#samples.filter((sample) => sample.time >= time - SAME_START);
  }

  /**
   * @param {number} now ms
   * @param {number} time seconds: media ended there
   * @param {number} until ms: up to then
   */
  #add(now, time, until) {
    const lateness = until - time * 1000;
    while (this.#samples.length > 0 && now - /** @type {any} */ (this.#samples[0]).at > WINDOW_MS) {
      this.#samples.shift();
    }
    // Only what is later than all that follows can be the worst of a window that moves on.
    while (
      this.#samples.length > 0 &&
      /** @type {any} */ (this.#samples.at(-1)).lateness <= lateness
    ) {
      this.#samples.pop();
    }
    this.#samples.push({ at: now, time, lateness });
  }

  /** @returns {number | null} ms that the clock was ahead of the media at worst; null when unknown */
  get worst() {
    return this.#samples[0]?.lateness ?? null;
  }
}
