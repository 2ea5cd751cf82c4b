/**
 * @typedef {object} Stats
 * @property {number | null} latencyMs from a sample's arrival at the ingest node to its display
 *   here
 * @property {number} decodedFrames
 * @property {number} droppedFrames
 * @property {number} stalls times the picture froze although the publisher was connected
 * @property {number} stalledMs total duration of the stalls
 * @property {number} reconnects
 * @property {number} gaps
 * @property {number} bytes media received
 * @property {number} bufferMs from the playhead to the end of the buffer
 * @property {number} targetMs the latency controller's target for it
 * @property {number} rate
 */

/**
 * Counts stalls. A freeze is counted when the picture moves again within the same session; one at
 * the end of a session is not a stall.
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

  /** The publisher ended or the edge announced a gap: the player did not cause the freeze. */
  excuse() {
    this.#since = null;
  }
}

/** Larger than the variation of a network's transit times, ms. */
const MISLEADING_MS = 50;

/** An estimate of the edge's clock. */
export class EdgeClock {
  #offset = 0;

  /** @param {number} edgeTime ms since 1970, just sent by the edge */
  set(edgeTime) {
    this.#offset = edgeTime - Date.now();
  }

  /**
   * Corrects the estimate by an event in the past. A busy page reads `hello` late and estimates a
   * clock that is too slow; a later event shows by how much at least.
   *
   * @param {number} edgeTime ms since 1970, of a past event
   * @returns {boolean} whether the error was large enough to matter
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
   * The age of a sample. Sample times are extrapolated from the arrival of the chunk's start; where
   * that was late, times of later samples can be in the future. The age is never negative.
   *
   * @param {number} edgeTime ms since 1970
   * @returns {number} ms, at least 0
   */
  elapsedSince(edgeTime) {
    return Math.max(0, this.now() - edgeTime);
  }
}
