import { Arrivals } from './arrivals.js';
import { TargetLatency } from './target-latency.js';

/**
 * @typedef {object} View the input of the controller; all times except `now` in seconds
 * @property {number} now ms, any monotonic clock
 * @property {number} currentTime
 * @property {[number, number][]} ranges buffered, ascending
 * @property {boolean} seeking the element has not finished a seek
 * @property {boolean} live false when the viewer chose a place in the past
 * @property {boolean} hidden the page is hidden
 */

/**
 * @typedef {object} Decision
 * @property {number | null} seekTo seconds
 * @property {number} rate
 * @property {number | null} againMs call `decide` again after this time, even without an append
 */

/** After this time the player has measured the publisher's bursts itself. */
const CARE_MS = 6_000;

/**
 * Upper bound, seconds, by which a publisher's bursts reduce the lead: beyond it low latency
 * matters more.
 */
const MAX_BURST = 2;

const FASTEST = 1.05;
const SLOWEST = 0.96;
const SMOOTHING = 0.2;

/**
 * From this lag on, seconds, the player jumps, because playing 5 % faster would take too long.
 * Right after joining a jump is not noticeable.
 */
const JUMP_BEHIND = 1;
const JUMP_BEHIND_JOINING = 0.25;
const JOINING_MS = 2_000;
const FIRST_JUMP_PAUSE_MS = 500;
const MAX_JUMP_PAUSE_MS = 30_000;
/** A seek to buffered media that takes longer than this does not complete. */
const SEEK_PATIENCE_MS = 1_500;

/** A playhead this close to its range's end stands still: about one frame. */
const AT_THE_END = 0.05;
/** Tolerance for times that were rounded to a track's timescale. */
const ROUNDING = 0.001;
/** A playhead this far past the last range's end will not be reached by the next media. */
const BEYOND = 0.5;

/**
 * Keeps the playhead near the end of the buffer. No other class seeks or changes the rate.
 *
 * It has no timer and does not access the element: the player calls it after every append and after
 * stalls, and applies its decisions. In a hidden tab timers are throttled; the socket's messages
 * are not.
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
 *        seeking for 1.5 s or more: jump to end − target
 * ```
 *
 * `target` is the distance to the buffer's end that this player needs (see TargetLatency).
 *
 * `lead` is the distance to the buffer's end right after an arrival, reduced to the smallest that
 * recent bursts leave: a publisher that sends a second at a time uses up a second of it just before
 * the next arrival (see Arrivals).
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
  /** Whether the playhead has been inside the buffered ranges. */
  #arrived = false;

  /**
   * Resets the measurements for another buffer or another position in it.
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
   * A part arrives, and all parts before it are in the buffer.
   *
   * @param {number} now ms
   */
  arriving(now) {
    if (!Number.isNaN(this.#end)) this.#arrivals.arriving(now, this.#end);
  }

  /**
   * A chunk begins; the edge has sent the arrival time of its first sample.
   *
   * @param {number} now ms
   * @param {number} cameAt ms on the same clock
   * @param {number} start seconds
   */
  chunkCame(now, cameAt, start) {
    this.#arrivals.chunkCame(now, cameAt, start);
  }

  /**
   * A chunk begins; the edge has sent the recent interval between arrivals. After a few seconds the
   * player's own measurements replace it.
   *
   * @param {number} now ms
   * @param {number} spacing seconds
   */
  expect(now, spacing) {
    if (!(now - this.#playsSince > CARE_MS)) this.#target.expect(spacing);
  }

  /** The arrival times were wrong, because the edge's clock was estimated wrongly. */
  forgetArrivals() {
    this.#arrivals.clear();
    this.#target.endCare();
  }

  /**
   * The buffer is empty or nearly empty: holds the playhead until enough is buffered to continue
   * without another stall.
   */
  hold() {
    this.#pace = 'holding';
    this.#target.forgetLowest();
  }

  /** @param {number} now ms; the picture froze although the publisher is connected */
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
      // While the playhead stands, its distance to the clock grows, up to the target.
      return { seekTo: null, rate: 0, againMs: Math.ceil((this.target - lead) * 1000) };
    }
    return stay(hidden ? 1 : this.#rate());
  }

  /**
   * @param {number} now
   * @param {number} lead seconds, at this moment
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
   * Adds care for bursts only before playback starts: a longer wait is less visible then.
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
   * Detects a seek that does not complete: Chromium can stop at the start of a range near a change
   * of the picture's size. The limit doubles each time, for seeks that are only slow.
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
   * A jump requires decoding from the keyframe on. Where that takes longer than the jump gains,
   * repeated jumps would never show a picture, so each jump doubles the pause before the next.
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
   * @param {number} lead at this moment; all paces except `holding` use its average
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
 * The position to seek to when the playhead is outside the buffered ranges, or at the end of a
 * range other than the last.
 *
 * A playhead that has been in the ranges and is now past the last one has played it: a browser may
 * shorten a range, for instance where audio has a hole. It stays until more media arrives. Only one
 * that has not been in the ranges since a restart is moved back to the media.
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
