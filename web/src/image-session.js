/**
 * An image stream on a video element: each image is drawn as it comes, and the element plays what is
 * drawn, so that size, full screen and controls are those of any stream. Decoding is one at a time; of
 * images that come meanwhile only the newest is kept.
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

  /** Whether all that came was drawn. */
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
    // There is nothing behind the image on screen.
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
        // One that does not read leaves the last one standing; a stream of them is of no use.
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

  /** Only once there is a picture: an empty canvas would show as a black one. */
  #show() {
    this.#video.removeAttribute('src');
    this.#video.srcObject = this.#canvas.captureStream();
    void this.#video.play().catch(() => undefined);
  }
}
