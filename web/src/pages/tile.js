import { FramelogPlayer } from '../player.js';
import { streamPath } from '../stream-url.js';
import { ago, codecName } from './labels.js';

/**
 * Delay of a preview: it uses bandwidth, so moving the pointer across a tile does not start one.
 */
const PREVIEW_AFTER_MS = 250;

/** One stream of the list; plays a preview while the pointer is over it or it has the focus. */
export class Tile {
  /** @type {FramelogPlayer | null} */
  #preview = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #id;

  /** @param {string} id */
  constructor(id) {
    this.#id = id;
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById('tile'));
    const fragment = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    this.element = /** @type {HTMLLIElement} */ (fragment.querySelector('li'));
    const link = /** @type {HTMLAnchorElement} */ (this.#find('a'));
    link.href = `watch/${streamPath(id)}${location.search}`;
    this.#find('h2').textContent = id;
    for (const type of ['pointerenter', 'focus']) link.addEventListener(type, () => this.#start());
    for (const type of ['pointerleave', 'blur']) link.addEventListener(type, () => this.#stop());
  }

  /** @param {import('../directory.js').LiveStream} stream */
  show(stream) {
    const video = stream.tracks.find((track) => track.kind === 'video');
    const what = [
      video?.width && video.height ? `${video.width} × ${video.height}` : '',
      ...stream.tracks.map((track) => codecName(track.codec)),
    ];
    this.#find('.what').textContent = what.filter(Boolean).join(' · ');
    const viewers = stream.viewers ?? 0;
    const who = [
      stream.since === undefined ? '' : `live for ${ago(stream.since)}`,
      viewers === 1 ? '1 viewer' : `${viewers} viewers`,
    ];
    this.#find('.who').textContent = who.filter(Boolean).join(' · ');
    const advice = this.#find('.advice');
    advice.hidden = stream.joinable;
    if (stream.advice !== undefined) advice.textContent = `Viewers cannot join. ${stream.advice}`;
  }

  remove() {
    this.#stop();
    this.element.remove();
  }

  #start() {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#play(), PREVIEW_AFTER_MS);
  }

  #play() {
    if (this.#preview !== null) return;
    const video = document.createElement('video');
    video.muted = true;
    video.setAttribute('aria-hidden', 'true');
    this.#find('.picture').append(video);
    const token = new URLSearchParams(location.search).get('token') ?? undefined;
    this.#preview = new FramelogPlayer(video, { stream: this.#id, token });
    this.#preview.open();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#preview?.close();
    this.#preview?.video.remove();
    this.#preview = null;
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }
}
