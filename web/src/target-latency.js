/** Distance to the buffer's end a player needs: the audio pipeline holds more back than the video's. */
const BASE = { video: 0.05, audio: 0.15 };
/** A part must be in the buffer before the one before it has been played. */
const PER_PART = 1.25;
const PART_WINDOW_MS = 2_000;

const STALL_STEP = 0.05;
const STALL_FACTOR = 1.5;
const STALL_LIMIT = 2;
/** Careful at first; how little this network and this machine need is found out while playing. */
const FIRST_PENALTY = 0.25;
/** Who sends in bursts is waited for longer at first: the first ones need not be the longest. */
const CARE_PER_BURST = 3;
const MAX_CARE = 0.25;
/** A longer one is more often a hiccup than a rhythm, and not worth a picture that begins to move later. */
const MAX_EXPECTED = 0.5;
const FORGIVE_AFTER_MS = 10_000;
const FORGIVE_FACTOR = 0.7;
/** What must be left of the buffer, when it is lowest, for the target to come down. */
const SPARE = 0.02;

/**
 * How much a player keeps between the playhead and the end of the buffer.
 *
 * ```
 *   target = max(50 ms, or 150 ms with audio; 1.25 × the longest part lately;
 *                at first, the longest time between two arrivals that the publisher's node saw)
 *          + penalty     raised by stalls, lowered as long as the buffer never runs low
 *          + care        in the first seconds, up to 250 ms, where media comes in bursts
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

  /** Seconds, of those that came lately. */
  get longestPart() {
    return this.#parts.reduce((max, part) => Math.max(max, part.length), 0);
  }

  /**
   * Another buffer or another place in it. What this network and this machine need stays known.
   *
   * @param {boolean} withAudio
   */
  restart(withAudio) {
    this.#base = withAudio ? BASE.audio : BASE.video;
    this.#parts = [];
    this.endCare();
    this.forgetLowest();
  }

  /** The playhead is held: how low the buffer is then says nothing. */
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

  /** @param {number} now ms: the picture froze although the publisher is there */
  stalled(now) {
    const before = this.#penalty + this.#care;
    this.#care = 0;
    this.#penalty = Math.min(STALL_LIMIT, Math.max(before * STALL_FACTOR, before + STALL_STEP));
    this.#penaltySince = now;
  }

  /** @param {number} burst seconds by which media was late at worst */
  bewareOf(burst) {
    const care = Math.min(MAX_CARE, CARE_PER_BURST * burst - FIRST_PENALTY);
    this.#care = Math.max(this.#care, care);
  }

  /**
   * What nobody could see who joins within a burst, or between two short ones.
   *
   * @param {number} spacing seconds between two arrivals at most, lately, at the publisher's node
   */
  expect(spacing) {
    this.#expected = Math.min(spacing, MAX_EXPECTED);
  }

  /** The publisher's rhythm is known, or what looked like bursts was none. */
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
