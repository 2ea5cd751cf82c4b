import { ImageFeed } from '../image-feed.js';
import { FramelogPublisher } from '../publisher.js';
import { RecorderFeed } from '../recorder-feed.js';
import { streamPath } from '../stream-url.js';
import { capture, showDevices } from './capture.js';
import {
  HINTS,
  captureWords,
  formatWords,
  obstacleWords,
  publisherWords,
  rateWords,
} from './publish-labels.js';
import { streamName } from './stream-name.js';
import { duration } from './labels.js';

/** The page `/publish/{stream}`: camera, screen or single images from this browser. */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 */
const element = (id) => /** @type {T} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (element('form'));
const streamField = /** @type {HTMLInputElement} */ (element('stream'));
const modes = /** @type {HTMLFieldSetElement} */ (element('modes'));
const cameras = /** @type {HTMLSelectElement} */ (element('camera'));
const microphones = /** @type {HTMLSelectElement} */ (element('microphone'));
const startButton = /** @type {HTMLButtonElement} */ (element('start'));
const stopButton = /** @type {HTMLButtonElement} */ (element('stop'));
const preview = /** @type {HTMLVideoElement} */ (element('preview'));
const link = /** @type {HTMLAnchorElement} */ (element('viewer-link'));

const query = new URLSearchParams(location.search);

/** @type {FramelogPublisher | null} */
let publisher = null;
/** @type {MediaStream | null} */
let media = null;

const mode = () =>
  /** @type {import('./publish-labels.js').Mode} */ (new FormData(form).get('mode') ?? chosenMode);
let chosenMode = 'camera';

/** Shows the URL to which other programs can publish. */
function showAddress() {
  const stream = streamPath(streamField.value || streamField.placeholder);
  element('address').textContent = new URL(`publish/${stream}`, document.baseURI).href;
}

/** @param {import('./publish-labels.js').Words} words */
function say({ headline, detail, tone }) {
  element('status').dataset.tone = tone;
  element('headline').textContent = headline;
  element('detail').textContent = detail;
}

function showMode() {
  chosenMode = mode();
  element('hint').textContent = HINTS[mode()];
  element('camera-field').hidden = mode() === 'screen';
  element('microphone-field').hidden = mode() === 'mirror';
}

async function showAllDevices() {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (/** @type {MediaDeviceKind} */ kind) => devices.filter((d) => d.kind === kind);
  showDevices(cameras, of('videoinput'), { usual: 'Default camera' });
  showDevices(microphones, of('audioinput'), {
    usual: 'Default microphone',
    none: 'No sound',
  });
}

function feed(/** @type {MediaStream} */ from) {
  if (mode() !== 'mirror') {
    const restartEveryMs = Number(query.get('restart') ?? 0) * 1000;
    return new RecorderFeed(from, { mimeType: query.get('type') ?? undefined, restartEveryMs });
  }
  const webp = query.get('type') === 'image/webp';
  return new ImageFeed(from, { type: webp ? 'image/webp' : 'image/jpeg' });
}

async function start() {
  busy(true);
  say({ headline: 'Waiting for the camera…', detail: '', tone: 'busy' });
  try {
    media = await capture(mode(), { camera: cameras.value, microphone: microphones.value });
  } catch (error) {
    say(captureWords(error, mode()));
    busy(false);
    return;
  }
  void showAllDevices();
  preview.srcObject = media;
  void preview.play();
  element('poster').hidden = true;
  element('preview').parentElement?.classList.toggle('mirrored', mode() !== 'screen');
  try {
    const key = query.get('key') ?? undefined;
    publisher = new FramelogPublisher({ stream: streamField.value, feed: feed(media), key });
  } catch (error) {
    say(captureWords(error, mode()));
    leave();
    return;
  }
  // For tests and debugging.
  Object.assign(window, { framelog: publisher });
  publisher.addEventListener('statechange', showState);
  for (const track of media.getTracks()) track.addEventListener('ended', () => void stopIfGone());
  publisher.start();
  startButton.hidden = true;
  stopButton.hidden = false;
  stopButton.disabled = false;
  stopButton.focus();
}

/** Handles the browser's "stop sharing" and a disconnected camera. */
async function stopIfGone() {
  if (media?.getVideoTracks().some((track) => track.readyState === 'live') ?? true) return;
  await publisher?.stop();
}

function showState() {
  if (publisher === null) return;
  const { state, reason } = publisher;
  say(publisherWords(state, reason));
  element('badge').hidden = state !== 'live' && state !== 'held';
  element('figures').hidden = state === 'connecting';
  stopButton.disabled = state === 'stopping';
  if (state === 'live') void showViewers();
  if (state === 'stopped' || state === 'refused' || state === 'failed') leave();
}

/** Resets the page for another start. */
function leave() {
  for (const track of media?.getTracks() ?? []) track.stop();
  media = null;
  publisher = null;
  preview.srcObject = null;
  element('poster').hidden = false;
  element('badge').hidden = true;
  element('figures').hidden = true;
  element('viewers').hidden = true;
  startButton.hidden = false;
  stopButton.hidden = true;
  busy(false);
}

/** @param {boolean} on */
function busy(on) {
  for (const control of [streamField, cameras, microphones, startButton, modes]) {
    control.disabled = on;
  }
}

/** Shows the viewers' URL: the one that the node has sent, else this server's if it is an edge. */
async function showViewers() {
  const edge = publisher?.accepted?.edge ?? (await edgeHere());
  if (edge === null || publisher === null) return;
  const page = chosenMode === 'mirror' ? 'mirror' : 'watch';
  link.href = new URL(`${page}/${streamPath(streamField.value)}`, edge).href;
  link.textContent = link.href;
  element('viewers').hidden = false;
}

/** @returns {Promise<string | null>} */
async function edgeHere() {
  const answer = await fetch('live', { headers: { accept: 'application/json' } }).catch(() => null);
  const is = answer?.ok && (answer.headers.get('content-type') ?? '').includes('json');
  return is ? document.baseURI : null;
}

function showFigures() {
  if (publisher === null) return;
  const { kbps, mimeType, droppedMs } = publisher.stats;
  element('rate').textContent = rateWords(kbps);
  element('format').textContent = formatWords(mimeType);
  element('dropped').textContent = duration(droppedMs);
  for (const id of ['dropped', 'dropped-term']) element(id).hidden = droppedMs === 0;
}

async function copyLink() {
  await navigator.clipboard?.writeText(link.href);
  element('copy').textContent = 'Copied';
  setTimeout(() => (element('copy').textContent = 'Copy link'), 2_000);
}

const named = streamName();
streamField.value = named;
streamField.readOnly = named !== '';
if (named !== '') document.title = `Publish ${named} – Framelog`;
for (const radio of modes.querySelectorAll('input')) {
  radio.checked = radio.value === (query.get('mode') ?? 'camera');
  radio.addEventListener('change', showMode);
}
streamField.addEventListener('input', showAddress);
showAddress();
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void start();
});
stopButton.addEventListener('click', () => void publisher?.stop());
element('copy').addEventListener('click', () => void copyLink());
navigator.mediaDevices?.addEventListener('devicechange', () => void showAllDevices());
setInterval(showFigures, 500);

const obstacle = obstacleWords(
  {
    isSecureContext,
    hasDevices: navigator.mediaDevices !== undefined,
    hasRecorder: 'MediaRecorder' in window,
  },
  `${location.host}${location.pathname}`,
);
showMode();
void showAllDevices();
if (obstacle !== null) {
  say(obstacle);
  busy(true);
}
