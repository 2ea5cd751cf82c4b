/** Bit rate over a sliding window. */
export class SendRate {
  /** @type {[number, number][]} time in ms, bytes sent until then */
  #samples = [];
  #handed = 0;
  #windowMs;

  /** @param {number} [windowMs] */
  constructor(windowMs = 3_000) {
    this.#windowMs = windowMs;
  }

  /** Bytes passed to the socket so far. */
  get bytes() {
    return this.#handed;
  }

  /** @param {number} bytes passed to the socket */
  add(bytes) {
    this.#handed += bytes;
  }

  /**
   * @param {number} now ms
   * @param {number} buffered unsent bytes in the socket
   * @returns {number} kilobits a second
   */
  kbps(now, buffered) {
    const gone = this.#handed - buffered;
    this.#samples.push([now, gone]);
    const from = this.#samples.findIndex(([time]) => now - time <= this.#windowMs);
    this.#samples.splice(0, from);
    const [then, goneThen] = this.#samples[0] ?? [now, gone];
    return now > then ? Math.max(0, ((gone - goneThen) * 8) / (now - then)) : 0;
  }
}
