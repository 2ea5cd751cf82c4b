import { FramelogPlayer } from '../player.js';
import { StatsPanel } from './stats-panel.js';
import { streamName } from './stream-name.js';
import { duration, missingWords, stateWords } from './labels.js';

/** The page `/watch/{stream}`: one stream in the whole window. */

/** The controls are hidden when the pointer has not moved for this time. */
const IDLE_AFTER_MS = 2_500;
/** States whose notice is small, because the last picture is still visible. */
const BRIEF = new Set(['awaiting', 'buffering', 'reconnecting', 'paused']);
const BACK_SECONDS = 10;

/**
 * @template {HTMLElement} [T=HTMLButtonElement]
 * @param {string} id
 */
const element = (id) => /** @type {T} */ (document.getElementById(id));

const query = new URLSearchParams(location.search);
const stream = streamName();
const video = /** @type {HTMLVideoElement} */ (document.getElementById('video'));
const player = new FramelogPlayer(video, {
  stream: query.get('stream') ?? stream,
  token: query.get('token') ?? undefined,
  at: query.get('at') ?? undefined,
});
// For tests and debugging.
Object.assign(window, { framelog: player });

const root = element('watch');
const notice = element('notice');
const latency = element('latency');
const panel = new StatsPanel(element('stats'), player);

document.title = `${query.get('stream') ?? stream} – Framelog`;
for (const id of ['name', 'sound-name']) element(id).textContent = query.get('stream') ?? stream;

/** Whether the stream has audio tracks only. */
function isSoundOnly() {
  const tracks = player.source?.tracks ?? [];
  return tracks.length > 0 && tracks.every((track) => track.kind === 'audio');
}

function showState() {
  root.classList.toggle('playing', player.state === 'playing');
  const soundOnly = isSoundOnly();
  element('sound-only').hidden = !soundOnly;
  video.setAttribute('aria-label', soundOnly ? 'Live sound' : 'Live video');
  const words = stateWords(player.state, player.reason);
  notice.hidden = words === null;
  if (words !== null) {
    const hasPicture = video.videoWidth > 0 || soundOnly;
    notice.classList.toggle('brief', hasPicture && BRIEF.has(player.state));
    /** @type {HTMLElement} */ (notice.querySelector('.headline')).textContent = words.headline;
    /** @type {HTMLElement} */ (notice.querySelector('.detail')).textContent = words.detail;
  }
  for (const id of ['pause', 'back']) element(id).hidden = player.source === null;
  element('pause').textContent = video.paused ? 'Play' : 'Pause';
  showSound();
}

function showSound() {
  const hasAudio = player.source?.tracks.some((track) => track.kind === 'audio') ?? false;
  element('unmute').hidden = !hasAudio || !video.muted;
  element('mute').hidden = !hasAudio;
  element('mute').textContent = video.muted ? 'Unmute' : 'Mute';
}

/** Shows the ignored tracks, which can change with any init segment during playback. */
function showLeftOut() {
  const list = element('left-out');
  const lines = missingWords(player.source?.ignoredTracks ?? [], player.source?.tracks ?? []);
  const before = [...list.children].map((item) => item.textContent);
  // Keep an unchanged list: a screen reader reads new elements.
  if (lines.length === before.length && lines.every((line, i) => line === before[i])) return;
  list.hidden = lines.length === 0;
  list.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement('p');
      item.textContent = line;
      return item;
    }),
  );
}

function showFigures() {
  const { latencyMs } = player.stats;
  const playing = player.state === 'playing' && latencyMs !== null;
  latency.textContent = playing ? `${duration(latencyMs)} behind` : '';
  panel.show();
  showLeftOut();
}

function toggleMute() {
  video.muted = !video.muted;
}

function togglePause() {
  if (video.paused) void video.play();
  else video.pause();
}

function toggleStats() {
  const open = panel.toggle();
  element('toggle-stats').setAttribute('aria-expanded', String(open));
}

function toggleFullscreen() {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else void root.requestFullscreen();
}

function back() {
  const now = player.wallClock;
  player.seek(now === null ? -BACK_SECONDS : new Date(now - BACK_SECONDS * 1000).toISOString());
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ' ': togglePause,
  k: togglePause,
  m: toggleMute,
  l: () => player.goLive(),
  s: toggleStats,
  f: toggleFullscreen,
  ArrowLeft: back,
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // Space presses the button that has the focus.
  if (event.key === ' ' && event.target instanceof HTMLButtonElement) return;
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
});

element('unmute').addEventListener('click', toggleMute);
element('mute').addEventListener('click', toggleMute);
element('pause').addEventListener('click', togglePause);
element('toggle-stats').addEventListener('click', toggleStats);
element('fullscreen').addEventListener('click', toggleFullscreen);
element('back').addEventListener('click', back);
element('live').addEventListener('click', () => player.goLive());

/** @type {ReturnType<typeof setTimeout> | undefined} */
let idle;
function wake() {
  root.classList.remove('idle');
  clearTimeout(idle);
  idle = setTimeout(() => {
    // The controls hide only a moving picture.
    if (player.state === 'playing' && !isSoundOnly()) root.classList.add('idle');
  }, IDLE_AFTER_MS);
}
for (const type of ['pointermove', 'pointerdown', 'keydown']) document.addEventListener(type, wake);
wake();

player.addEventListener('statechange', showState);
player.addEventListener('statechange', wake);
player.addEventListener('livechange', () =>
  element('live').setAttribute('aria-pressed', String(player.live)),
);
for (const type of ['volumechange', 'loadeddata']) video.addEventListener(type, showState);
setInterval(showFigures, 500);
player.open();
