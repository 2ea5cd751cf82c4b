/** @typedef {{ logId: string, offset: number }} Position */

/**
 * Parses `<log id>.<offset>`.
 *
 * @param {unknown} text
 * @returns {Position | null}
 */
export function parsePosition(text) {
  const match = typeof text === 'string' ? /^([^.]+)\.(\d+)$/.exec(text) : null;
  return match ? { logId: /** @type {string} */ (match[1]), offset: Number(match[2]) } : null;
}

/**
 * Counts the viewer's position in the log, so that any edge can continue with the next part.
 *
 * ```
 *  message    start  <init>  chunk  101  <part>  <part>  chunk  104  <part>
 *  next part    -      -        102       103     104       105       106
 * ```
 *
 * An init segment is not a part: the binary message after a `start` is not counted.
 */
export class ResumePoint {
  /** @type {string | null} */
  #logId = null;
  #offset = 0;
  #initExpected = false;

  /** A `start` arrived: the next binary message is an init segment. */
  start() {
    this.#initExpected = true;
  }

  /**
   * A `chunk` arrived; its header is at `position`, its first part directly after it.
   *
   * @param {string} position
   */
  chunk(position) {
    this.#set(position, 1);
  }

  /**
   * The edge has sent the position of the next part, because it differs from the counted one.
   *
   * @param {string} position
   */
  next(position) {
    this.#set(position, 0);
  }

  /**
   * A binary message arrived.
   *
   * @returns {'init' | 'part'} what it is
   */
  binary() {
    if (this.#initExpected) {
      this.#initExpected = false;
      return 'init';
    }
    this.#offset++;
    return 'part';
  }

  /** Position of the next part, or null before the first chunk. */
  get position() {
    return this.#logId === null ? null : `${this.#logId}.${this.#offset}`;
  }

  /**
   * Whether this point has reached the other one, or is in another log.
   *
   * @param {ResumePoint} other
   */
  reaches(other) {
    if (other.#logId === null) return true;
    if (this.#logId === null) return false;
    return this.#logId !== other.#logId || this.#offset >= other.#offset;
  }

  /**
   * @param {string} position
   * @param {number} plus
   */
  #set(position, plus) {
    const parsed = parsePosition(position);
    if (parsed === null) return;
    this.#logId = parsed.logId;
    this.#offset = parsed.offset + plus;
  }
}
