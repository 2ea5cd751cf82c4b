/**
 * @typedef {object} Stats
 * @property {number | null} latencyMs from the ingest node's clock at a sample to its showing here
 * @property {number} decodedFrames
 * @property {number} droppedFrames
 * @property {number} stalls times the picture froze although the publisher was there
 * @property {number} stalledMs for how long, in all
 * @property {number} reconnects
 * @property {number} gaps
 * @property {number} bytes media received
 * @property {number} bufferMs from the playhead to the end of the buffer
 * @property {number} targetMs what the latency controller wants it to be
 * @property {number} rate
 */

/**
 * Counts stalls. A freeze at the end of a session is none: it only counts once the picture moves
 * again within the same session.
 *
 * ```
 *           freeze()                 thaw()
 *   moving ──────────▶ frozen ──────────────────▶ moving, counted
 *                         └── excuse() ──────────▶ moving, not counted
 * ```
 */
export class StallCounter {
  count = 0;
  totalMs = 0;
  /** @type {number | null} */
  #since = null;

  /** @param {number} now ms */
  freeze(now) {
    this.#since ??= now;
  }

  /**
   * @param {number} now ms
   * @returns {boolean} whether that was a stall
   */
  thaw(now) {
    if (this.#since === null) return false;
    this.count++;
    this.totalMs += now - this.#since;
    this.#since = null;
    return true;
  }

  /** The publisher left, or media was announced as missing: nothing here could have helped. */
  excuse() {
    this.#since = null;
  }
}

/** More than a network's transit times differ by. */
const MISLEADING_MS = 50;

/** The edge's clock as seen from here. */
export class EdgeClock {
  #offset = 0;

  /** @param {number} edgeTime ms since 1970, as the edge just said */
  set(edgeTime) {
    this.#offset = edgeTime - Date.now();
  }

  /**
   * A busy page hears `hello` late and takes the edge's clock to be behind; what has happened since
   * shows by how much at least.
   *
   * @param {number} edgeTime ms since 1970, of something that is over
   * @returns {boolean} whether the clock was far enough off to have misled
   */
  isPast(edgeTime) {
    const ahead = edgeTime - this.now();
    this.#offset += Math.max(0, ahead);
    return ahead > MISLEADING_MS;
  }

  /** @returns {number} ms since 1970 on the edge */
  now() {
    return Date.now() + this.#offset;
  }

  /**
   * How old a sample is. Its time is counted from when its chunk began to arrive; where that was
   * late, samples that came in time seem to be of a moment to come. A delay is never negative.
   *
   * @param {number} edgeTime ms since 1970
   * @returns {number} ms, at least 0
   */
  elapsedSince(edgeTime) {
    return Math.max(0, this.now() - edgeTime);
  }
}
