/**
 * The start of each chunk on the player's timeline and on the wall clock. Chunks start at
 * keyframes, so the buffer can be cut at these times without losing a picture that is still needed.
 */
export class Timeline {
  /** @type {{ time: number, wallClock: number | null }[]} ascending by time, seconds and ms */
  #chunks = [];

  /**
   * @param {number} time seconds, presentation time of the chunk's first sample
   * @param {number | null} wallClock ms since 1970
   */
  add(time, wallClock) {
    // After a seek backwards or in a recreated stream the later entries are invalid.
    while (this.#chunks.length > 0 && this.#last().time >= time) this.#chunks.pop();
    this.#chunks.push({ time, wallClock });
  }

  /**
   * @param {number} time seconds on the player's timeline
   * @returns {number | null} ms since 1970 when that sample arrived at ingest; null when unknown
   */
  wallClockAt(time) {
    const chunk = this.#chunkAt(time);
    return chunk === null || chunk.wallClock === null
      ? null
      : chunk.wallClock + (time - chunk.time) * 1000;
  }

  /**
   * @param {number} time seconds
   * @returns {number | null} start of the newest chunk that begins at or before it
   */
  chunkStart(time) {
    return this.#chunkAt(time)?.time ?? null;
  }

  /**
   * @param {number} time seconds
   * @returns {boolean} whether a known chunk starts after it, so that time goes backwards
   */
  startsAfter(time) {
    return this.#chunks.length > 0 && this.#last().time > time + 0.001;
  }

  /** @param {number} time removes the chunks before the one that contains it */
  prune(time) {
    while (this.#chunks.length > 1 && /** @type {any} */ (this.#chunks[1]).time <= time) {
      this.#chunks.shift();
    }
  }

  clear() {
    this.#chunks = [];
  }

  #last() {
    return /** @type {{ time: number, wallClock: number | null }} */ (this.#chunks.at(-1));
  }

  /** @param {number} time */
  #chunkAt(time) {
    for (let i = this.#chunks.length - 1; i >= 0; i--) {
      const chunk = /** @type {{ time: number, wallClock: number | null }} */ (this.#chunks[i]);
      if (chunk.time <= time + 0.001) return chunk;
    }
    return null;
  }
}
