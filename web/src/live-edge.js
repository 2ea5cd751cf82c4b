/**
 * @typedef {object} View what the controller looks at, all of it in seconds but `now`
 * @property {number} now ms, any monotonic clock
 * @property {number} currentTime
 * @property {[number, number][]} ranges buffered, ascending
 * @property {boolean} seeking the element is still on its way
 * @property {boolean} live false when the viewer chose a place in the past
 * @property {boolean} hidden nobody looks
 */

/** @typedef {{ seekTo: number | null, rate: number }} Decision */

/** Distance to the buffer's end a player needs: the audio pipeline holds more back than the video's. */
const BASE_TARGET = { video: 0.05, audio: 0.15 };
/** A part must be in the buffer before the one before it has been played. */
const TARGET_PER_PART = 1.25;
const PART_WINDOW_MS = 2_000;

const STALL_STEP = 0.05;
const STALL_FACTOR = 1.5;
const STALL_LIMIT = 2;
const FORGIVE_AFTER_MS = 20_000;
const FORGIVE_FACTOR = 0.7;

const FASTEST = 1.05;
const SLOWEST = 0.96;
const SMOOTHING = 0.2;

/** So far behind, 5 % faster would take too long: jump. Right after joining a jump is not noticed. */
const JUMP_BEHIND = 1;
const JUMP_BEHIND_JOINING = 0.25;
const JOINING_MS = 2_000;
const FIRST_JUMP_PAUSE_MS = 500;
const LONGEST_JUMP_PAUSE_MS = 30_000;

/** A playhead so close to its range's end stands still: about one frame. */
const AT_THE_END = 0.05;
/** Ticks of a track's timescale are not seconds. */
const ROUNDING = 0.001;
/** A playhead so far behind the last range's end cannot be there by rounding. */
const BEYOND = 0.5;

/**
 * Keeps the playhead near the end of the buffer: the one place that seeks or changes the rate.
 *
 * Pure: it is asked after every append, told of stalls, and answers. A timer would stick in a hidden
 * tab; the socket's messages do not.
 *
 * ```
 *              lead < target/2                      lead > target + max(80 ms, target/2)
 *   slower ◀──────────────────── steady (rate 1) ────────────────────▶ faster (≤ 1.05)
 *     0.96 ─────────────────────▶        ◀──────────────────────────────
 *              lead ≥ 0.9 target                       lead ≤ target + 20 ms
 *
 *   any: lead > target + 1 s: jump to end − target      outside the buffer: jump over the hole
 * ```
 *
 * `target` = max(50 ms, or 150 ms with audio; 1.25 × the longest part lately) + what stalls taught.
 */
export class LiveEdge {
  #base = BASE_TARGET.video;
  #penalty = 0;
  #penaltySince = 0;
  /** @type {{ at: number, length: number }[]} */
  #parts = [];
  #end = Number.NaN;
  #lead = Number.NaN;
  /** @type {'slower' | 'steady' | 'faster'} */
  #pace = 'steady';
  #joinedAt = Number.NaN;
  #jumpedAt = Number.NEGATIVE_INFINITY;
  #jumpPause = FIRST_JUMP_PAUSE_MS;

  /**
   * Another buffer or another place in it: what was measured there does not hold here.
   *
   * @param {boolean} withAudio
   */
  restart(withAudio) {
    this.#base = withAudio ? BASE_TARGET.audio : BASE_TARGET.video;
    this.#parts = [];
    this.#end = Number.NaN;
    this.#lead = Number.NaN;
    this.#joinedAt = Number.NaN;
    this.#pace = 'steady';
  }

  /** @param {number} now ms: the picture froze although the publisher is there */
  stalled(now) {
    this.#penalty = Math.min(
      STALL_LIMIT,
      Math.max(this.#penalty * STALL_FACTOR, this.#penalty + STALL_STEP),
    );
    this.#penaltySince = now;
  }

  /** Seconds to keep between the playhead and the end of the buffer. */
  get target() {
    const longest = this.#parts.reduce((max, part) => Math.max(max, part.length), 0);
    return Math.max(this.#base, TARGET_PER_PART * longest) + this.#penalty;
  }

  /**
   * @param {View} view
   * @returns {Decision}
   */
  decide({ now, currentTime, ranges, seeking, live, hidden }) {
    const last = ranges.at(-1);
    if (last === undefined) return stay(1);
    this.#forgive(now);
    this.#measure(now, last[1]);
    if (seeking) return stay(1);

    const hole = overHole(currentTime, ranges);
    if (hole !== null) {
      this.#lead = Number.NaN;
      if (Number.isNaN(this.#joinedAt)) this.#joinedAt = now;
      return { seekTo: hole, rate: 1 };
    }
    if (Number.isNaN(this.#joinedAt)) this.#joinedAt = now;
    if (!live) return stay(1);

    const lead = last[1] - currentTime;
    if (this.#mayJump(now, lead)) {
      this.#jumpedAt = now;
      this.#lead = Number.NaN;
      this.#pace = 'steady';
      return { seekTo: Math.max(last[0], last[1] - this.target), rate: 1 };
    }
    this.#lead = Number.isNaN(this.#lead) ? lead : this.#lead + SMOOTHING * (lead - this.#lead);
    return stay(hidden ? 1 : this.#rate());
  }

  /** @param {number} now */
  #forgive(now) {
    while (this.#penalty > 0 && now - this.#penaltySince > FORGIVE_AFTER_MS) {
      this.#penalty = this.#penalty < 0.02 ? 0 : this.#penalty * FORGIVE_FACTOR;
      this.#penaltySince += FORGIVE_AFTER_MS;
    }
  }

  /**
   * @param {number} now
   * @param {number} end
   */
  #measure(now, end) {
    const length = end - this.#end;
    this.#end = end;
    // A hole or a new session is not a long part.
    if (length > 0 && length < 2) this.#parts.push({ at: now, length });
    while (
      this.#parts.length > 0 &&
      now - /** @type {any} */ (this.#parts[0]).at > PART_WINDOW_MS
    ) {
      this.#parts.shift();
    }
  }

  /**
   * A jump costs a decode from the keyframe on; where that takes longer than it gains, jumping on
   * and on would never show a picture: each jump doubles the pause before the next.
   *
   * @param {number} now
   * @param {number} lead
   */
  #mayJump(now, lead) {
    const joining = now - this.#joinedAt < JOINING_MS;
    if (lead <= this.target + (joining ? JUMP_BEHIND_JOINING : JUMP_BEHIND)) return false;
    const since = now - this.#jumpedAt;
    if (since < this.#jumpPause) return false;
    this.#jumpPause =
      since > LONGEST_JUMP_PAUSE_MS
        ? FIRST_JUMP_PAUSE_MS
        : Math.min(LONGEST_JUMP_PAUSE_MS, this.#jumpPause * 2);
    return true;
  }

  #rate() {
    const target = this.target;
    const lead = this.#lead;
    if (this.#pace === 'faster' && lead <= target + 0.02) this.#pace = 'steady';
    if (this.#pace === 'slower' && lead >= target * 0.9) this.#pace = 'steady';
    if (this.#pace === 'steady') {
      if (lead > target + Math.max(0.08, target / 2)) this.#pace = 'faster';
      else if (lead < target / 2) this.#pace = 'slower';
    }
    if (this.#pace === 'steady') return 1;
    if (this.#pace === 'slower') return SLOWEST;
    return lead - target > 0.1 ? FASTEST : 1.02;
  }
}

/** @param {number} rate @returns {Decision} */
function stay(rate) {
  return { seekTo: null, rate };
}

/**
 * Where to go when the playhead stands outside of what is buffered, or at the end of a range that is
 * not the last.
 *
 * @param {number} time
 * @param {[number, number][]} ranges
 * @returns {number | null} seconds
 */
function overHole(time, ranges) {
  for (const [start, end] of ranges) {
    if (start > time + ROUNDING) return start;
    if (end - time > AT_THE_END) return null;
  }
  const last = /** @type {[number, number]} */ (ranges.at(-1));
  return time > last[1] + BEYOND ? last[0] : null;
}
