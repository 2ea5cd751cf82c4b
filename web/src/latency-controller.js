import { Arrivals } from './arrivals.js';
import { TargetLatency } from './target-latency.js';

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

/** By then a publisher's rhythm has been seen, or what looked like bursts was a hiccup at joining. */
const CARE_MS = 6_000;

/** A publisher that sends less often than that is not waited for: a player of live video need not be that far behind. */
const MAX_BURST = 2;

const FASTEST = 1.05;
const SLOWEST = 0.96;
const SMOOTHING = 0.2;

/** So far behind, 5 % faster would take too long: jump. Right after joining a jump is not noticed. */
const JUMP_BEHIND = 1;
const JUMP_BEHIND_JOINING = 0.25;
const JOINING_MS = 2_000;
const FIRST_JUMP_PAUSE_MS = 500;
const MAX_JUMP_PAUSE_MS = 30_000;
/** An element that is on its way for longer, to a place that is buffered, does not arrive. */
const SEEK_PATIENCE_MS = 1_500;

/** A playhead so close to its range's end stands still: about one frame. */
const AT_THE_END = 0.05;
/** Ticks of a track's timescale are not seconds. */
const ROUNDING = 0.001;
/** A playhead so far behind the last range's end will not be reached by what comes next. */
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
 * `target` is the distance to the buffer's end that this player needs (see TargetLatency).
 *
 * `lead` is what is buffered right after a part came, at the worst moment lately: a publisher that
 * sends a second at a time leaves nothing of a second's lead just before the next (see Arrivals).
 */
export class LatencyController {
  #target = new TargetLatency();
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
  /** Whether the playhead has been where the media of this buffer is. */
  #arrived = false;

  /**
   * Another buffer or another place in it: what was measured there does not hold here.
   *
   * @param {boolean} withAudio
   */
  restart(withAudio) {
    this.#target.restart(withAudio);
    this.#arrivals.clear();
    this.#end = Number.NaN;
    this.#joinedAt = Number.NaN;
    this.#playsSince = Number.NaN;
    this.#jumpedAt = Number.NEGATIVE_INFINITY;
    this.#seekingSince = Number.NaN;
    this.#arrived = false;
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

  /**
   * A chunk begins, of which the edge says how far apart media came lately. What this player saw
   * itself counts from a few seconds on.
   *
   * @param {number} now ms
   * @param {number} spacing seconds
   */
  expect(now, spacing) {
    if (!(now - this.#playsSince > CARE_MS)) this.#target.expect(spacing);
  }

  /** The clock that said when chunks came was wrong. */
  forgetArrivals() {
    this.#arrivals.clear();
    this.#target.endCare();
  }

  /**
   * The buffer ran dry, or is about to: the picture that stands goes on standing until there is
   * enough to go on without the next stall.
   */
  hold() {
    this.#pace = 'holding';
    this.#target.forgetLowest();
  }

  /** @param {number} now ms: the picture froze although the publisher is there */
  stalled(now) {
    this.#target.stalled(now);
  }

  /** Seconds to keep between the playhead and the end of the buffer. */
  get target() {
    return this.#target.seconds;
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

    const hole = overHole(currentTime, ranges, this.#arrived);
    this.#arrived ||= hole !== null || currentTime <= last[1] + ROUNDING;
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
    if (length > 0 && this.#pace !== 'holding') this.#target.forgive(now, lead - length);
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
    const atWorst = (behindClock - worst) / 1000 + this.#target.longestPart;
    return Math.max(lead - MAX_BURST, Math.min(lead, atWorst));
  }

  /**
   * Before the picture moves: a longer wait then is not seen, as one in the middle would be.
   *
   * @param {number} now
   * @param {number} end seconds
   */
  #bewareOfBursts(now, end) {
    if (now - this.#playsSince > CARE_MS) this.#target.endCare();
    const { worst } = this.#arrivals;
    if (!Number.isNaN(this.#playsSince) || worst === null) return;
    this.#target.bewareOf((worst - (now - end * 1000)) / 1000);
  }

  /**
   * @param {number} now
   * @param {[number, number]} last
   * @returns {number} seconds by which the buffer grew
   */
  #measure(now, [start, end]) {
    const length = end - (Number.isNaN(this.#end) ? start : this.#end);
    this.#end = end;
    this.#target.grew(now, length);
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
    this.#jumpPause = Math.min(MAX_JUMP_PAUSE_MS, this.#jumpPause * 2);
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
      since > MAX_JUMP_PAUSE_MS
        ? FIRST_JUMP_PAUSE_MS
        : Math.min(MAX_JUMP_PAUSE_MS, this.#jumpPause * 2);
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
 * A playhead that has been in the ranges and is now past the last one has played it: a browser may
 * take back a range's end, for instance where sound has a hole. It keeps its picture until more media
 * comes. Only one that has not been there yet, after a restart, goes back to where the media is.
 *
 * @param {number} time
 * @param {[number, number][]} ranges
 * @param {boolean} arrived whether the playhead has been in the ranges
 * @returns {number | null} seconds
 */
function overHole(time, ranges, arrived) {
  for (const [start, end] of ranges) {
    if (start > time + ROUNDING) return start;
    if (end - time > AT_THE_END) return null;
  }
  const last = /** @type {[number, number]} */ (ranges.at(-1));
  return !arrived && time > last[1] + BEYOND ? last[0] : null;
}
