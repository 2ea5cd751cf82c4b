import { Arrivals } from './arrivals.js';

/**
 * @typedef {object} View what the controller looks at, all of it in seconds but `now`
 * @property {number} now ms, any monotonic clock
 * @property {number} currentTime
 * @property {[number, number][]} ranges buffered, ascending
 * @property {boolean} seeking the element is still on its way
 * @property {boolean} live false when the viewer chose a place in the past
 * @property {boolean} hidden nobody looks
 */

/**
 * @typedef {object} Decision
 * @property {number | null} seekTo seconds
 * @property {number} rate
 * @property {number | null} againMs ask again then, also if nothing was appended
 */

/** Distance to the buffer's end a player needs: the audio pipeline holds more back than the video's. */
const BASE_TARGET = { video: 0.05, audio: 0.15 };
/** A part must be in the buffer before the one before it has been played. */
const TARGET_PER_PART = 1.25;
const PART_WINDOW_MS = 2_000;

const STALL_STEP = 0.05;
const STALL_FACTOR = 1.5;
const STALL_LIMIT = 2;
/** Careful at first; how little this network and this machine need is found out while playing. */
const FIRST_PENALTY = 0.25;
/** Who sends in bursts is waited for longer at first: the first ones need not be the longest. */
const CARE_PER_BURST = 3;
const MOST_CARE = 0.25;
/** By then a publisher's rhythm has been seen, or what looked like bursts was a hiccup at joining. */
const CARE_MS = 6_000;
const FORGIVE_AFTER_MS = 10_000;
const FORGIVE_FACTOR = 0.7;
/** What must be left of the buffer, when it is lowest, for the target to come down. */
const SPARE = 0.02;

/** A publisher that sends less often than that is not waited for: a player of live video need not be that far behind. */
const LONGEST_BURST = 2;

const FASTEST = 1.05;
const SLOWEST = 0.96;
const SMOOTHING = 0.2;

/** So far behind, 5 % faster would take too long: jump. Right after joining a jump is not noticed. */
const JUMP_BEHIND = 1;
const JUMP_BEHIND_JOINING = 0.25;
const JOINING_MS = 2_000;
const FIRST_JUMP_PAUSE_MS = 500;
const LONGEST_JUMP_PAUSE_MS = 30_000;
/** An element that is on its way for longer, to a place that is buffered, does not arrive. */
const SEEK_PATIENCE_MS = 1_500;

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
 *   joined, stalled, publisher left
 *        │
 *        ▼      lead ≥ target               lead > target + max(80 ms, target/2)
 *     holding ───────────────▶ steady ─────────────────────────────────────▶ faster
 *     rate 0                   rate 1 ◀───────────────────────────────────── rate ≤ 1.05
 *        ▲                      │  ▲               lead ≤ target + 20 ms
 *        │ stalled    lead <    │  │ lead ≥
 *        └─────────── target/2  ▼  │ 0.9 target
 *                              slower, rate 0.96
 *
 *   any: lead > target + 1 s: jump to end − target      outside the buffer: jump over the hole
 *        on its way for 1.5 s or more: jump to end − target
 * ```
 *
 * `target` = max(50 ms, or 150 ms with audio; 1.25 × the longest part lately) + a penalty: raised by
 * stalls, lowered as long as the buffer never runs low. In the first seconds more, up to 250 ms, where
 * media comes in bursts.
 *
 * `lead` is what is buffered right after a part came, at the worst moment lately: a publisher that
 * sends a second at a time leaves nothing of a second's lead just before the next (see Arrivals).
 */
export class LiveEdge {
  #base = BASE_TARGET.video;
  #penalty = FIRST_PENALTY;
  #penaltySince = Number.NaN;
  #care = 0;
  #lowest = Number.POSITIVE_INFINITY;
  /** @type {{ at: number, length: number }[]} */
  #parts = [];
  #arrivals = new Arrivals();
  #end = Number.NaN;
  #lead = 0;
  /** @type {'holding' | 'slower' | 'steady' | 'faster'} */
  #pace = 'holding';
  #joinedAt = Number.NaN;
  /** When the picture first moved, ms. */
  #playsSince = Number.NaN;
  #jumpedAt = Number.NEGATIVE_INFINITY;
  #jumpPause = FIRST_JUMP_PAUSE_MS;
  #seekingSince = Number.NaN;

  /**
   * Another buffer or another place in it: what was measured there does not hold here.
   *
   * @param {boolean} withAudio
   */
  restart(withAudio) {
    this.#base = withAudio ? BASE_TARGET.audio : BASE_TARGET.video;
    this.#parts = [];
    this.#arrivals.clear();
    this.#end = Number.NaN;
    this.#joinedAt = Number.NaN;
    this.#playsSince = Number.NaN;
    this.#care = 0;
    this.#jumpedAt = Number.NEGATIVE_INFINITY;
    this.#seekingSince = Number.NaN;
    this.hold();
  }

  /**
   * A part comes, and all before it is in the buffer.
   *
   * @param {number} now ms
   */
  arriving(now) {
    if (!Number.isNaN(this.#end)) this.#arrivals.arriving(now, this.#end);
  }

  /**
   * A chunk begins, of which the edge says when its first sample came.
   *
   * @param {number} now ms
   * @param {number} cameAt ms on the same clock
   * @param {number} start seconds
   */
  chunkCame(now, cameAt, start) {
    this.#arrivals.chunkCame(now, cameAt, start);
  }

  /** The clock that said when chunks came was wrong. */
  forgetArrivals() {
    this.#arrivals.clear();
    this.#care = 0;
  }

  /**
   * The buffer ran dry, or is about to: the picture that stands goes on standing until there is
   * enough to go on without the next stall.
   */
  hold() {
    this.#pace = 'holding';
    this.#lowest = Number.POSITIVE_INFINITY;
  }

  /** @param {number} now ms: the picture froze although the publisher is there */
  stalled(now) {
    const before = this.#penalty + this.#care;
    this.#care = 0;
    this.#penalty = Math.min(STALL_LIMIT, Math.max(before * STALL_FACTOR, before + STALL_STEP));
    this.#penaltySince = now;
  }

  /** Seconds to keep between the playhead and the end of the buffer. */
  get target() {
    const least = Math.max(this.#base, TARGET_PER_PART * this.#longestPart);
    return least + this.#penalty + this.#care;
  }

  /**
   * @param {View} view
   * @returns {Decision}
   */
  decide({ now, currentTime, ranges, seeking, live, hidden }) {
    const last = ranges.at(-1);
    if (last === undefined) return stay(1);
    const length = this.#measure(now, last);
    if (length > 0) this.#bewareOfBursts(now, last[1]);
    if (seeking) {
      if (live && !hidden && this.#isStuck(now)) {
        this.hold();
        return { seekTo: Math.max(last[0], last[1] - this.target), rate: 0, againMs: null };
      }
      return stay(live && this.#pace === 'holding' ? 0 : 1);
    }
    this.#seekingSince = Number.NaN;
    if (Number.isNaN(this.#joinedAt)) this.#joinedAt = now;

    const hole = overHole(currentTime, ranges);
    if (hole !== null) {
      this.hold();
      this.#arrivals.forgetBefore(hole);
      return { seekTo: hole, rate: live ? 0 : 1, againMs: null };
    }
    if (!live) return stay(1);

    const lead = this.#leadAtWorst(now, last[1] - currentTime, last[1]);
    if (this.#mayJump(now, lead)) {
      this.#jumpedAt = now;
      this.hold();
      const seekTo = Math.max(last[0], currentTime + lead - this.target);
      return { seekTo, rate: 0, againMs: null };
    }
    if (length > 0) this.#forgive(now, lead - length);
    this.#setPace(now, lead);
    if (this.#pace === 'holding') {
      // A playhead that stands falls behind the clock, which is what it is held for.
      return { seekTo: null, rate: 0, againMs: Math.ceil((this.target - lead) * 1000) };
    }
    return stay(hidden ? 1 : this.#rate());
  }

  /**
   * @param {number} now
   * @param {number} lead seconds, as of now
   * @param {number} end seconds
   */
  #leadAtWorst(now, lead, end) {
    const { worst } = this.#arrivals;
    if (worst === null) return lead;
    const behindClock = now - (end - lead) * 1000;
    const atWorst = (behindClock - worst) / 1000 + this.#longestPart;
    return Math.max(lead - LONGEST_BURST, Math.min(lead, atWorst));
  }

  get #longestPart() {
    return this.#parts.reduce((max, part) => Math.max(max, part.length), 0);
  }

  /**
   * Before the picture moves: a longer wait then is not seen, as one in the middle would be.
   *
   * @param {number} now
   * @param {number} end seconds
   */
  #bewareOfBursts(now, end) {
    if (now - this.#playsSince > CARE_MS) this.#care = 0;
    const { worst } = this.#arrivals;
    if (!Number.isNaN(this.#playsSince) || worst === null) return;
    const burst = (worst - (now - end * 1000)) / 1000;
    const care = Math.min(MOST_CARE, CARE_PER_BURST * burst - FIRST_PENALTY);
    this.#care = Math.max(this.#care, care);
  }

  /**
   * @param {number} now
   * @param {number} left what was left of the buffer when the last part came
   */
  #forgive(now, left) {
    if (this.#pace === 'holding') return;
    if (Number.isNaN(this.#penaltySince)) this.#penaltySince = now;
    this.#lowest = Math.min(this.#lowest, left);
    if (this.#penalty === 0 || now - this.#penaltySince < FORGIVE_AFTER_MS) return;
    const lower = this.#penalty < 0.02 ? 0 : this.#penalty * FORGIVE_FACTOR;
    if (this.#lowest - (this.#penalty - lower) >= SPARE) this.#penalty = lower;
    this.#penaltySince = now;
    this.#lowest = Number.POSITIVE_INFINITY;
  }

  /**
   * @param {number} now
   * @param {[number, number]} last
   * @returns {number} seconds by which the buffer grew
   */
  #measure(now, [start, end]) {
    const length = end - (Number.isNaN(this.#end) ? start : this.#end);
    this.#end = end;
    // A hole or a new session is not a long part.
    if (length > 0 && length < 2) this.#parts.push({ at: now, length });
    while (
      this.#parts.length > 0 &&
      now - /** @type {any} */ (this.#parts[0]).at > PART_WINDOW_MS
    ) {
      this.#parts.shift();
    }
    return length > 0 ? length : 0;
  }

  /**
   * Chromium was seen to stop at the begin of a range near a change of the picture's size, and to stay
   * there. A seek that only takes long is given longer each time.
   *
   * @param {number} now
   */
  #isStuck(now) {
    if (Number.isNaN(this.#seekingSince)) this.#seekingSince = now;
    if (now - this.#seekingSince < Math.max(SEEK_PATIENCE_MS, this.#jumpPause)) return false;
    this.#seekingSince = now;
    this.#jumpedAt = now;
    this.#jumpPause = Math.min(LONGEST_JUMP_PAUSE_MS, this.#jumpPause * 2);
    return true;
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

  /**
   * @param {number} now
   * @param {number} lead as of now; paces but `holding` go by its average
   */
  #setPace(now, lead) {
    const { target } = this;
    if (this.#pace === 'holding') {
      this.#lead = lead;
      if (lead >= target) {
        this.#pace = 'steady';
        if (Number.isNaN(this.#playsSince)) this.#playsSince = now;
      }
      return;
    }
    this.#lead += SMOOTHING * (lead - this.#lead);
    if (this.#pace === 'faster' && this.#lead <= target + 0.02) this.#pace = 'steady';
    if (this.#pace === 'slower' && this.#lead >= target * 0.9) this.#pace = 'steady';
    if (this.#pace === 'steady') {
      if (this.#lead > target + Math.max(0.08, target / 2)) this.#pace = 'faster';
      else if (this.#lead < target / 2) this.#pace = 'slower';
    }
  }

  #rate() {
    switch (this.#pace) {
      case 'holding':
        return 0;
      case 'slower':
        return SLOWEST;
      case 'faster':
        return this.#lead - this.target > 0.1 ? FASTEST : 1.02;
      default:
        return 1;
    }
  }
}

/** @param {number} rate @returns {Decision} */
function stay(rate) {
  return { seekTo: null, rate, againMs: null };
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
