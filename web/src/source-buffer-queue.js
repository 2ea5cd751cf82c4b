/** @typedef {{ append: ArrayBuffer, init: boolean } | { changeType: string } | { remove: () => [number, number] | null }} Operation */

/**
 * Runs the operations of a SourceBuffer one at a time and in order: while an append, a change of
 * type or a removal keeps it `updating`, it refuses the next one.
 *
 * ```
 *   append(bytes) ─┐
 *   changeType() ──┼─▶ [ op op op ] ─▶ SourceBuffer ── updateend ─▶ next op, 'appended'
 *   remove(range) ─┘   ≤ maxBytes          │
 *                                          └ QuotaExceededError ─▶ evict old media, append again
 * ```
 *
 * Bounded: above `maxBytes`, or when nothing can be evicted from a full buffer, all queued media is
 * dropped and `overflow` is fired; the owner then joins live again. Init segments and changes of
 * type stay queued, because later media depends on them. Events: `appended`, `overflow`, `failed`
 * (detail: Error; the SourceBuffer is no longer usable).
 */
export class SourceBufferQueue extends EventTarget {
  /** @type {Operation[]} */
  #operations = [];
  /** @type {SourceBuffer | null} */
  #buffer = null;
  /** @type {Operation | null} the one the SourceBuffer is working on */
  #running = null;
  #bytes = 0;
  #evictedForQuota = false;
  #closed = false;
  #evictable;
  #maxBytes;

  /**
   * @param {object} options
   * @param {() => [number, number] | null} options.evictable the range, seconds, that may be
   *   evicted when the quota is reached; null when all of the buffer is needed
   * @param {number} [options.maxBytes] most bytes waiting
   */
  constructor({ evictable, maxBytes = 32 * 1024 * 1024 }) {
    super();
    this.#evictable = evictable;
    this.#maxBytes = maxBytes;
  }

  /** @param {SourceBuffer} buffer */
  attach(buffer) {
    this.#buffer = buffer;
    buffer.addEventListener('updateend', () => this.#finished());
    buffer.addEventListener('error', () =>
      this.#fail(new Error('the browser could not parse or decode what was appended')),
    );
    this.#pump();
  }

  /** Whether all data has been appended. */
  get idle() {
    return this.#running === null && this.#operations.length === 0;
  }

  /** Bytes waiting. */
  get bytes() {
    return this.#bytes;
  }

  /**
   * @param {ArrayBuffer} bytes
   * @param {{ init?: boolean }} [options] whether it is an init segment
   */
  append(bytes, { init = false } = {}) {
    if (this.#closed) return;
    this.#bytes += bytes.byteLength;
    this.#operations.push({ append: bytes, init });
    if (this.#bytes > this.#maxBytes) this.#overflow();
    this.#pump();
  }

  /** @param {string} mime */
  changeType(mime) {
    this.#add({ changeType: mime });
  }

  /**
   * Removes a range that is evaluated when the removal starts, so that it can depend on the appends
   * before it.
   *
   * @param {() => [number, number] | null} range seconds; null: nothing to remove
   */
  remove(range) {
    this.#add({ remove: range });
  }

  close() {
    this.#closed = true;
    this.#operations = [];
    this.#bytes = 0;
  }

  /** @param {Operation} operation */
  #add(operation) {
    if (this.#closed) return;
    this.#operations.push(operation);
    this.#pump();
  }

  #pump() {
    const buffer = this.#buffer;
    while (buffer !== null && !this.#closed && !buffer.updating) {
      const operation = this.#operations[0];
      if (operation === undefined) return;
      try {
        this.#start(buffer, operation);
      } catch (error) {
        if (isQuota(error) && 'append' in operation) this.#makeRoom(buffer, operation.init);
        else this.#fail(/** @type {Error} */ (error));
      }
    }
  }

  /**
   * @param {SourceBuffer} buffer
   * @param {Operation} operation
   */
  #start(buffer, operation) {
    if ('append' in operation) {
      buffer.appendBuffer(operation.append);
      this.#bytes -= operation.append.byteLength;
      this.#evictedForQuota = false;
      this.#running = operation;
    } else if ('changeType' in operation) {
      buffer.changeType(operation.changeType);
    } else {
      const range = operation.remove();
      if (range !== null) buffer.remove(...range);
    }
    this.#operations.shift();
  }

  /**
   * @param {SourceBuffer} buffer
   * @param {boolean} init
   */
  #makeRoom(buffer, init) {
    const range = this.#evictedForQuota ? null : this.#evictable();
    if (range === null) {
      if (init) this.#fail(new Error('the browser has no room for another init segment'));
      else this.#overflow();
      return;
    }
    this.#evictedForQuota = true;
    buffer.remove(...range);
  }

  #finished() {
    const operation = this.#running;
    this.#running = null;
    this.#pump();
    if (operation !== null && !this.#closed) this.dispatchEvent(new Event('appended'));
  }

  #overflow() {
    this.#operations = this.#operations.filter((op) => !('append' in op) || op.init);
    this.#bytes = this.#operations.reduce(
      (sum, op) => sum + ('append' in op ? op.append.byteLength : 0),
      0,
    );
    this.#evictedForQuota = false;
    this.dispatchEvent(new Event('overflow'));
  }

  /** @param {Error} error */
  #fail(error) {
    if (this.#closed) return;
    this.close();
    this.dispatchEvent(new CustomEvent('failed', { detail: error }));
  }
}

/** @param {unknown} error */
function isQuota(error) {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
