/**
 * Minimum distance to the buffer's end, seconds: the audio pipeline needs more than the video
 * pipeline.
 */
const BASE = { video: 0.05, audio: 0.15 };
/** Factor for the longest part: the next part must arrive before this one has been played. */
const PER_PART = 1.25;
const PART_WINDOW_MS = 2_000;

const STALL_STEP = 0.05;
const STALL_FACTOR = 1.5;
const STALL_LIMIT = 2;
/** Initial penalty; it is lowered during playback as far as network and machine allow. */
const FIRST_PENALTY = 0.25;
/** Initial care as a multiple of the burst: later bursts can be longer than the first. */
const CARE_PER_BURST = 3;
const MAX_CARE = 0.25;
/** A longer interval is mostly a single interruption and does not justify a later start. */
const MAX_EXPECTED = 0.5;
const FORGIVE_AFTER_MS = 10_000;
const FORGIVE_FACTOR = 0.7;
/** Lowest lead, seconds, at which the target may be lowered. */
const SPARE = 0.02;

/**
 * The distance that a player keeps between the playhead and the end of the buffer.
 *
 * ```
 *   target = max(50 ms, or 150 ms with audio; 1.25 × the longest part lately;
 *                at first, the longest time between two arrivals that the publisher's node saw)
 *          + penalty     raised by stalls, lowered while the buffer never runs low
 *          + care        in the first seconds, up to 250 ms, where media arrives in bursts
 * ```
 */
export class TargetLatency {
  #base = BASE.video;
  #penalty = FIRST_PENALTY;
  #penaltySince = Number.NaN;
  #care = 0;
  #expected = 0;
  #lowest = Number.POSITIVE_INFINITY;
  /** @type {{ at: number, length: number }[]} */
  #parts = [];

  /** @returns {number} */
  get seconds() {
    const least = Math.max(this.#base, PER_PART * this.longestPart, this.#expected);
    return least + this.#penalty + this.#care;
  }

  /** Longest recent part, seconds. */
  get longestPart() {
    return this.#parts.reduce((max, part) => Math.max(max, part.length), 0);
  }

  /**
   * Another buffer or another position in it. The penalty for network and machine is kept.
   *
   * @param {boolean} withAudio
   */
  restart(withAudio) {
    this.#base = withAudio ? BASE.audio : BASE.video;
    this.#parts = [];
    this.endCare();
    this.forgetLowest();
  }

  /** The playhead is held: the lowest lead of that time does not count. */
  forgetLowest() {
    this.#lowest = Number.POSITIVE_INFINITY;
  }

  /**
   * @param {number} now ms
   * @param {number} length seconds by which the buffer grew; 0 when it did not
   */
  grew(now, length) {
    // A hole or a new session is not a long part.
    if (length > 0 && length < 2) this.#parts.push({ at: now, length });
    const isOld = (/** @type {{ at: number }} */ { at }) => now - at > PART_WINDOW_MS;
    while (this.#parts.length > 0 && isOld(/** @type {any} */ (this.#parts[0]))) {
      this.#parts.shift();
    }
  }

  /** @param {number} now ms; the picture froze although the publisher is connected */
  stalled(now) {
    const before = this.#penalty + this.#care;
    this.#care = 0;
    this.#penalty = Math.min(STALL_LIMIT, Math.max(before * STALL_FACTOR, before + STALL_STEP));
    this.#penaltySince = now;
  }

  /** @param {number} burst seconds, largest lateness of media */
  bewareOf(burst) {
    const care = Math.min(MAX_CARE, CARE_PER_BURST * burst - FIRST_PENALTY);
    this.#care = Math.max(this.#care, care);
  }

  /**
   * The publisher's bursts, which a viewer that joins within one cannot measure.
   *
   * @param {number} spacing seconds, recent longest time between two arrivals at the publisher's
   *   node
   */
  expect(spacing) {
    this.#expected = Math.min(spacing, MAX_EXPECTED);
  }

  /** The player has measured the publisher's bursts itself. */
  endCare() {
    this.#care = 0;
    this.#expected = 0;
  }

  /**
   * @param {number} now ms
   * @param {number} left seconds left of the buffer when the last part came
   */
  forgive(now, left) {
    if (Number.isNaN(this.#penaltySince)) this.#penaltySince = now;
    this.#lowest = Math.min(this.#lowest, left);
    if (this.#penalty === 0 || now - this.#penaltySince < FORGIVE_AFTER_MS) return;
    const lower = this.#penalty < 0.02 ? 0 : this.#penalty * FORGIVE_FACTOR;
    if (this.#lowest - (this.#penalty - lower) >= SPARE) this.#penalty = lower;
    this.#penaltySince = now;
    this.forgetLowest();
  }
}
