import { recordingType } from './recording-type.js';

/** A piece this often: what a viewer is behind at least. */
const PIECE_MS = 50;
/** Whoever joins waits for a keyframe at most this long. */
const KEYFRAME_EVERY_MS = 1_000;
/** A recorder that fails is made anew, but not in a loop. */
const AGAIN_AFTER_MS = 500;

/**
 * @typedef {object} RecorderOptions
 * @property {string} [mimeType] as MediaRecorder takes it; by default the one that plays in most places
 * @property {number} [videoBitsPerSecond]
 * @property {number} [audioBitsPerSecond]
 * @property {number} [restartEveryMs] a new recording, with a header and a keyframe, this often; 0: never
 * @property {typeof MediaRecorder} [MediaRecorder]
 */

/**
 * Where a feed's bytes go.
 *
 * @typedef {object} Sink
 * @property {() => void} begins a new file follows, which begins with a header
 * @property {(piece: Blob) => void} piece bytes of it, in order
 * @property {(reason: string) => void} failed nothing follows until it is started anew
 */

/**
 * Camera, microphone or screen as MediaRecorder encodes them. Tracks that come or go in mid-recording
 * end a recorder, and another one begins.
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

  /** Bits a second it is meant to take. */
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

  /** Ends this recording and begins another; nothing in between is lost but a frame or two. */
  restart() {
    void this.#end().then(() => this.#record());
  }

  /** @returns {Promise<void>} when the last piece was given */
  async stop() {
    clearInterval(this.#restarts);
    clearTimeout(this.#again);
    await this.#end();
    this.#sink = null;
  }

  /** Ends at once: what has not been given yet is never given. */
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
      // Not in TypeScript's DOM yet; browsers that do not know it send fewer keyframes.
      .../** @type {object} */ ({ videoKeyFrameIntervalDuration: KEYFRAME_EVERY_MS }),
    });
    this.#recorder = recorder;
    let begun = false;
    recorder.ondataavailable = ({ data }) => {
      if (this.#sink !== sink || data.size === 0) return;
      // A recording that is ended late must not begin behind the one after it.
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

  /** Not at our wish: a track came or went, or the encoder failed. */
  #recorderLeft(/** @type {Sink} */ sink) {
    this.#recorder = null;
    if (this.#media.getTracks().some((track) => track.readyState === 'live')) {
      this.#again = setTimeout(() => this.#record(), AGAIN_AFTER_MS);
    } else {
      sink.failed('the camera or the screen is not there any more');
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
