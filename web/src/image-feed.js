/**
 * @typedef {object} ImageOptions
 * @property {'image/jpeg' | 'image/webp'} [type]
 * @property {number} [framesPerSecond]
 * @property {number} [quality] 0..1
 * @property {number} [maxWidth] pixels; larger pictures are scaled down
 */

/** Encodes a camera or a screen as single images at a fixed rate, for the page `/mirror`. */
export class ImageFeed {
  /** @type {import('./recorder-feed.js').Sink | null} */
  #sink = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #canvas = document.createElement('canvas');
  #video = document.createElement('video');
  #media;
  #everyMs;
  #quality;
  #maxWidth;

  /**
   * @param {MediaStream} media
   * @param {ImageOptions} [options]
   */
  constructor(
    media,
    { type = 'image/jpeg', framesPerSecond = 10, quality = 0.7, maxWidth = 1280 } = {},
  ) {
    this.mimeType = type;
    this.#media = media;
    this.#everyMs = 1000 / framesPerSecond;
    this.#quality = quality;
    this.#maxWidth = maxWidth;
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.srcObject = media;
  }

  /** Upper estimate of the bit rate; images are not encoded to a rate. */
  get bitsPerSecond() {
    return 4_000_000;
  }

  /** @param {import('./recorder-feed.js').Sink} sink */
  start(sink) {
    this.#sink = sink;
    sink.begins();
    void this.#video.play();
    void this.#next(sink);
  }

  stop() {
    this.drop();
    return Promise.resolve();
  }

  drop() {
    this.#sink = null;
    clearTimeout(this.#timer);
  }

  /** @param {import('./recorder-feed.js').Sink} sink */
  async #next(sink) {
    const began = performance.now();
    const image = await this.#image();
    if (this.#sink !== sink) return;
    if (!this.#media.getVideoTracks().some((track) => track.readyState === 'live')) {
      sink.failed('the camera or the screen is no longer available');
      return;
    }
    if (image !== null) sink.piece(image);
    const spent = performance.now() - began;
    this.#timer = setTimeout(() => void this.#next(sink), Math.max(0, this.#everyMs - spent));
  }

  /** @returns {Promise<Blob | null>} null before the first picture */
  #image() {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return Promise.resolve(null);
    const scale = Math.min(1, this.#maxWidth / videoWidth);
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#canvas.getContext('2d')?.drawImage(this.#video, 0, 0, width, height);
    return new Promise((resolve) => this.#canvas.toBlob(resolve, this.mimeType, this.#quality));
  }
}
