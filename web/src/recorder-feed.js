import { recordingType } from './recording-type.js';

/** Interval of the pieces: it adds to every viewer's latency. */
const PIECE_MS = 50;
/** Interval of the keyframes, for which a joining viewer waits. */
const KEYFRAME_EVERY_MS = 1_000;
/** A recorder that fails is replaced after this pause. */
const AGAIN_AFTER_MS = 500;

/**
 * @typedef {object} RecorderOptions
 * @property {string} [mimeType] a type that MediaRecorder supports; by default the most widely
 *   playable one
 * @property {number} [videoBitsPerSecond]
 * @property {number} [audioBitsPerSecond]
 * @property {number} [restartEveryMs] interval of new recordings, each with a header and a
 *   keyframe; 0: never
 * @property {typeof MediaRecorder} [MediaRecorder]
 */

/**
 * Receives a feed's bytes.
 *
 * @typedef {object} Sink
 * @property {() => void} begins a new file follows, starting with a header
 * @property {(piece: Blob) => void} piece bytes of it, in order
 * @property {(reason: string) => void} failed nothing follows until the feed is started again
 */

/**
 * Encodes camera, microphone or screen with MediaRecorder. When a track is added or removed during
 * a recording, the recorder ends and another one starts.
 */
export class RecorderFeed {
  /** @type {MediaRecorder | null} */
  #recorder = null;
  /** @type {Sink | null} */
  #sink = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #restarts;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #media;
  #options;
  #MediaRecorder;

  /**
   * @param {MediaStream} media
   * @param {RecorderOptions} [options]
   */
  constructor(media, options = {}) {
    this.#media = media;
    this.#options = options;
    this.#MediaRecorder = options.MediaRecorder ?? globalThis.MediaRecorder;
    this.mimeType = options.mimeType ?? recordingType(media, this.#MediaRecorder);
  }

  /** Target bit rate of all tracks. */
  get bitsPerSecond() {
    return (this.#options.videoBitsPerSecond ?? 2_500_000) + 128_000;
  }

  /** @param {Sink} sink */
  start(sink) {
    this.#sink = sink;
    this.#record();
    const { restartEveryMs = 0 } = this.#options;
    if (restartEveryMs > 0) this.#restarts = setInterval(() => this.restart(), restartEveryMs);
  }

  /** Ends this recording and begins another; at most a frame or two are lost. */
  restart() {
    void this.#end().then(() => this.#record());
  }

  /** @returns {Promise<void>} when the last piece has been delivered */
  async stop() {
    clearInterval(this.#restarts);
    clearTimeout(this.#again);
    await this.#end();
    this.#sink = null;
  }

  /** Ends at once and discards the pieces that have not been delivered. */
  drop() {
    this.#sink = null;
    void this.stop();
  }

  #record() {
    clearTimeout(this.#again);
    const sink = this.#sink;
    if (sink === null) return;
    const recorder = new this.#MediaRecorder(this.#media, {
      mimeType: this.mimeType,
      videoBitsPerSecond: this.#options.videoBitsPerSecond ?? 2_500_000,
      audioBitsPerSecond: this.#options.audioBitsPerSecond ?? 128_000,
      // Not in TypeScript's DOM types yet; browsers without it send fewer keyframes.
      .../** @type {object} */ ({ videoKeyFrameIntervalDuration: KEYFRAME_EVERY_MS }),
    });
    this.#recorder = recorder;
    let begun = false;
    recorder.ondataavailable = ({ data }) => {
      if (this.#sink !== sink || data.size === 0) return;
      // A recording that ends before its first piece must not begin after its successor.
      if (!begun && this.#recorder !== recorder) return;
      if (!begun) sink.begins();
      begun = true;
      this.mimeType = recorder.mimeType || this.mimeType;
      sink.piece(data);
    };
    recorder.onerror = (event) => {
      const error = /** @type {any} */ (event).error;
      console.warn(`framelog: the recorder failed: ${error?.message ?? 'no reason given'}`);
    };
    recorder.onstop = () => {
      if (this.#recorder === recorder && this.#sink === sink) this.#recorderLeft(sink);
    };
    recorder.start(PIECE_MS);
  }

  /** The recorder has ended by itself: the tracks have changed, or the encoder has failed. */
  #recorderLeft(/** @type {Sink} */ sink) {
    this.#recorder = null;
    if (this.#media.getTracks().some((track) => track.readyState === 'live')) {
      this.#again = setTimeout(() => this.#record(), AGAIN_AFTER_MS);
    } else {
      sink.failed('the camera or the screen is no longer available');
    }
  }

  /** @returns {Promise<void>} */
  #end() {
    const recorder = this.#recorder;
    this.#recorder = null;
    if (recorder === null || recorder.state === 'inactive') return Promise.resolve();
    return new Promise((resolve) => {
      recorder.onstop = () => resolve();
      recorder.stop();
    });
  }
}
