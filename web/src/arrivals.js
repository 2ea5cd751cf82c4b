/** Long enough to see several bursts of a publisher that sends a GOP, or a full Cluster, at a time. */
const WINDOW_MS = 6_000;
/** Parts closer together than this are counted as one arrival. */
const SAME_ARRIVAL_MS = 15;
const CLOCK_ERROR_MS = 500;
/**
 * Audio may begin a little after the video of its chunk: the buffer begins where both are present.
 */
const SAME_START = 0.25;

/**
 * Measures how late media arrives: the maximum, over a recent window, of the clock minus the end of
 * the buffer just before an arrival. A playhead that stays that far behind the clock never reaches
 * the end of the buffer, whether the publisher sends single frames or a second at a time.
 *
 * ```
 *   media   |--------|--------|        sent in bursts: lateness varies from 0 to a whole burst
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
   * Media arrives.
   *
   * @param {number} now ms
   * @param {number} before seconds, the end of the buffer before this arrival
   */
  arriving(now, before) {
    const pause = now - this.#last;
    this.#last = now;
    if (pause > SAME_ARRIVAL_MS && Number.isFinite(pause)) this.#add(now, before, now);
  }

  /**
   * The edge has sent the time at which a chunk's first sample arrived: until then all media ended
   * where the chunk starts. This is known when joining, before any arrival is measured.
   *
   * @param {number} now ms
   * @param {number} cameAt ms on the same clock; slightly in the future where the estimate of the
   *   edge's clock is off by a network transit, ignored when further in the future
   * @param {number} start seconds
   */
  chunkCame(now, cameAt, start) {
    if (cameAt <= now + CLOCK_ERROR_MS) this.#add(now, start, Math.min(cameAt, now));
  }

  /**
   * The timeline has a hole: measurements before it do not apply to the media after it.
   *
   * @param {number} time seconds, where media continues
   */
  forgetBefore(time) {
    this.#samples = this.#samples.filter((sample) => sample.time >= time - SAME_START);
  }

  /**
   * @param {number} now ms
   * @param {number} time seconds, where media ended
   * @param {number} until ms, when the next media arrived
   */
  #add(now, time, until) {
    const lateness = until - time * 1000;
    while (this.#samples.length > 0 && now - /** @type {any} */ (this.#samples[0]).at > WINDOW_MS) {
      this.#samples.shift();
    }
    // A sample that is not later than a following one can never be the maximum of the window.
    while (
      this.#samples.length > 0 &&
      /** @type {any} */ (this.#samples.at(-1)).lateness <= lateness
    ) {
      this.#samples.pop();
    }
    this.#samples.push({ at: now, time, lateness });
  }

  /**
   * @returns {number | null} the largest number of ms that the clock was ahead of the media; null
   *   when unknown
   */
  get worst() {
    return this.#samples[0]?.lateness ?? null;
  }
}
