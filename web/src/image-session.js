/**
 * Plays an image stream in a video element. Each image is drawn to a canvas on arrival, and the
 * element plays the canvas, so that size, full screen and controls work as for other streams. One
 * image is decoded at a time; of those that arrive meanwhile only the newest is kept.
 *
 * Events: `appended`, `failed` (detail: Error).
 */
export class ImageSession extends EventTarget {
  #canvas = document.createElement('canvas');
  #context;
  #video;
  #mime = 'image/jpeg';
  /** @type {ArrayBuffer | null} */
  #newest = null;
  #decoding = false;
  #closed = false;
  #bad = 0;

  /**
   * @param {string} mime
   * @returns {boolean}
   */
  static supports(mime) {
    return mime === 'image/jpeg' || mime === 'image/webp';
  }

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    super();
    this.kinds = 'images';
    this.#video = video;
    const context = this.#canvas.getContext('2d');
    if (context === null) throw new Error('this browser cannot draw images');
    this.#context = context;
  }

  /** Whether all images have been drawn. */
  get idle() {
    return !this.#decoding;
  }

  /** Nothing is buffered. @returns {[number, number][]} */
  get ranges() {
    return [];
  }

  /** @param {string} mime of the images that follow */
  init(mime) {
    this.#mime = mime;
  }

  /** @param {ArrayBuffer} bytes an image */
  append(bytes) {
    this.#newest = bytes;
    if (!this.#decoding) void this.#decode();
  }

  remove() {
    // There is no buffer to remove from.
  }

  close() {
    this.#closed = true;
    this.#newest = null;
    for (const track of this.#tracks) track.stop();
    this.#video.srcObject = null;
  }

  get #tracks() {
    const { srcObject } = this.#video;
    return srcObject instanceof MediaStream ? srcObject.getTracks() : [];
  }

  async #decode() {
    this.#decoding = true;
    while (this.#newest !== null) {
      const image = new Blob([this.#newest], { type: this.#mime });
      this.#newest = null;
      try {
        this.#draw(await createImageBitmap(image));
        this.#bad = 0;
      } catch (error) {
        // After a damaged image the last one stays visible; ten in a row are a failure.
        if (++this.#bad === 10) this.dispatchEvent(new CustomEvent('failed', { detail: error }));
      }
    }
    this.#decoding = false;
  }

  /** @param {ImageBitmap} image */
  #draw(image) {
    if (!this.#closed) {
      const { width, height } = image;
      if (this.#canvas.width !== width || this.#canvas.height !== height) {
        this.#canvas.width = width;
        this.#canvas.height = height;
      }
      this.#context.drawImage(image, 0, 0);
      if (this.#video.srcObject === null) this.#show();
      this.dispatchEvent(new Event('appended'));
    }
    image.close();
  }

  /** Called after the first image: an empty canvas would be shown as a black picture. */
  #show() {
    this.#video.removeAttribute('src');
    this.#video.srcObject = this.#canvas.captureStream();
    void this.#video.play().catch(() => undefined);
  }
}
