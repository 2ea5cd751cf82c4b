import { FramelogPlayer } from '../player.js';
import { streamName } from './stream-name.js';
import { duration, stateWords } from './labels.js';

/** The page `/mirror/{stream}`: a stream, flipped like a mirror, in the whole window. */

/** The controls are hidden when the pointer has not moved for this time. */
const IDLE_AFTER_MS = 2_500;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const query = new URLSearchParams(location.search);
const stream = streamName();
const video = /** @type {HTMLVideoElement} */ (element('video'));
const player = new FramelogPlayer(video, { stream, token: query.get('token') ?? undefined });
// For tests and debugging.
Object.assign(window, { framelog: player });

const root = element('mirror');
const notice = element('notice');
const latency = element('latency');

document.title = `${stream} – Framelog`;
element('name').textContent = stream;

function showState() {
  root.classList.toggle('playing', player.state === 'playing');
  const words = stateWords(player.state, player.reason);
  notice.hidden = words === null;
  if (words === null) return;
  notice.classList.toggle('brief', video.videoWidth > 0 && player.state !== 'waiting');
  /** @type {HTMLElement} */ (notice.querySelector('.headline')).textContent = words.headline;
  /** @type {HTMLElement} */ (notice.querySelector('.detail')).textContent = words.detail;
}

function flip() {
  const flipped = root.classList.toggle('flipped');
  element('flip').setAttribute('aria-pressed', String(flipped));
}

function toggleFullscreen() {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else void root.requestFullscreen();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let idle;
function wake() {
  root.classList.remove('idle');
  clearTimeout(idle);
  idle = setTimeout(() => {
    if (player.state === 'playing') root.classList.add('idle');
  }, IDLE_AFTER_MS);
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.toLowerCase() === 'm') flip();
  if (event.key.toLowerCase() === 'f') toggleFullscreen();
});
for (const type of ['pointermove', 'pointerdown', 'keydown']) document.addEventListener(type, wake);
element('flip').addEventListener('click', flip);
element('fullscreen').addEventListener('click', toggleFullscreen);
player.addEventListener('statechange', showState);
player.addEventListener('statechange', wake);
video.addEventListener('loadeddata', showState);
setInterval(() => {
  const { latencyMs } = player.stats;
  const playing = player.state === 'playing' && latencyMs !== null;
  latency.textContent = playing ? `${duration(latencyMs)} behind` : '';
}, 500);
wake();
player.open();
