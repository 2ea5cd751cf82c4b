import { SourceBufferQueue } from './source-buffer-queue.js';

/**
 * MediaSource where the browser has both, because it keeps all appended media. iPhones have only
 * ManagedMediaSource, which also accepts appends at any time. Its `endstreaming` event, sent when
 * 30 s are buffered ahead of the playhead, never occurs in a live player.
 *
 * @returns {typeof MediaSource | undefined}
 */
function mediaSourceClass() {
  return globalThis.MediaSource ?? /** @type {any} */ (globalThis).ManagedMediaSource;
}

/**
 * One MediaSource with one SourceBuffer on a video element. It is used as long as the kinds of
 * track stay the same. Another codec needs only `changeType`; an added or removed audio track needs
 * another session.
 *
 * Events: `appended`, `overflow`, `failed` (detail: Error).
 */
export class MediaSourceSession extends EventTarget {
  #mediaSource;
  #queue;
  #url;
  #mime;
  /** @type {SourceBuffer | null} */
  #buffer = null;
  /** @type {Uint8Array | null} */
  #init = null;

  /**
   * @param {string} mime full MIME type with codecs
   * @returns {boolean}
   */
  static supports(mime) {
    return mediaSourceClass()?.isTypeSupported(mime) ?? false;
  }

  /**
   * @param {HTMLVideoElement} video
   * @param {object} options
   * @param {string} options.mime
   * @param {string} options.kinds
   * @param {() => [number, number] | null} options.evictable
   */
  constructor(video, { mime, kinds, evictable }) {
    super();
    const Source = mediaSourceClass();
    if (Source === undefined) throw new Error('this browser has no Media Source Extensions');
    this.#mime = mime;
    this.kinds = kinds;
    this.#queue = new SourceBufferQueue({ evictable });
    this.#queue.addEventListener('appended', () => this.dispatchEvent(new Event('appended')));
    this.#queue.addEventListener('overflow', () => this.dispatchEvent(new Event('overflow')));
    this.#queue.addEventListener('failed', (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      this.dispatchEvent(new CustomEvent('failed', { detail }));
    });
    this.#mediaSource = new Source();
    this.#mediaSource.addEventListener('sourceopen', () => this.#opened(), { once: true });
    // A ManagedMediaSource opens only on an element that will not play on another device.
    if (globalThis.MediaSource === undefined) video.disableRemotePlayback = true;
    this.#url = URL.createObjectURL(this.#mediaSource);
    video.src = this.#url;
  }

  /** Whether all data has been appended. */
  get idle() {
    return this.#queue.idle;
  }

  /** The buffered ranges, ascending, seconds. @returns {[number, number][]} */
  get ranges() {
    /** @type {[number, number][]} */
    const ranges = [];
    if (this.#buffer === null || this.#mediaSource.readyState === 'closed') return ranges;
    const { buffered } = this.#buffer;
    for (let i = 0; i < buffered.length; i++) ranges.push([buffered.start(i), buffered.end(i)]);
    return ranges;
  }

  /**
   * Appends the init segment of a `start`, unless it is identical to the last one: after an init
   * segment a SourceBuffer skips to the next keyframe, and a viewer that resumes within a chunk
   * would lose pictures.
   *
   * @param {string} mime
   * @param {ArrayBuffer} bytes
   */
  init(mime, bytes) {
    const init = new Uint8Array(bytes);
    if (mime === this.#mime && this.#init !== null && equal(init, this.#init)) return;
    if (mime !== this.#mime) this.#queue.changeType(mime);
    this.#mime = mime;
    this.#init = init;
    this.#queue.append(bytes, { init: true });
  }

  /** @param {ArrayBuffer} bytes a part */
  append(bytes) {
    this.#queue.append(bytes);
  }

  /** @param {() => [number, number] | null} range evaluated when the removal starts, seconds */
  remove(range) {
    this.#queue.remove(range);
  }

  close() {
    this.#queue.close();
    this.#buffer = null;
    URL.revokeObjectURL(this.#url);
  }

  #opened() {
    try {
      this.#buffer = this.#mediaSource.addSourceBuffer(this.#mime);
    } catch (error) {
      this.dispatchEvent(new CustomEvent('failed', { detail: error }));
      return;
    }
    this.#queue.attach(this.#buffer);
  }
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
function equal(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
