// Shows streams, captures and nodes. Refreshes them on each server event and every two seconds, the
// interval of the nodes' heartbeats. URLs are relative to /dashboard/: a proxy may serve it below a
// path prefix.

const REFRESH_MS = 2000;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {string} text
 * @param {string} [className]
 */
function cell(text, className = '') {
  const td = document.createElement('td');
  td.textContent = text;
  td.className = className;
  return td;
}

/** @param {string} iso */
const time = (iso) => new Date(iso).toLocaleString();

/** @param {{tracks: any[]}} stream */
function media(stream) {
  return stream.tracks
    .map((track) => (track.width ? `${track.codec} ${track.width}×${track.height}` : track.codec))
    .join(', ');
}

/** Whether an edge has the same origin, as in the standalone process or behind one ingress. */
let watchable = false;

async function findEdge() {
  const response = await fetch('../live');
  watchable = response.ok && (response.headers.get('content-type') ?? '').includes('json');
}

/** @param {string} id */
function nameCell(id) {
  const td = document.createElement('td');
  if (!watchable) {
    td.textContent = id;
    return td;
  }
  const link = document.createElement('a');
  link.href = `../watch/${id}`;
  link.textContent = id;
  td.append(link);
  return td;
}

/** @param {any} stream */
function streamRow(stream) {
  const row = document.createElement('tr');
  const state = cell(
    stream.status === 'live' ? 'live' : `ended: ${stream.endReason ?? 'unknown'}`, stream.status);
  if (stream.status === 'live' && !stream.joinable && stream.advice) {
    const advice = document.createElement('div');
    advice.className = 'advice';
    advice.textContent = `Nobody can join in the middle: ${stream.advice}`;
    state.append(advice);
  }
  for (const track of stream.ignoredTracks ?? []) {
    const leftOut = document.createElement('div');
    leftOut.className = 'advice';
    leftOut.textContent = `Not carried: ${track.kind} ${track.codec} (${track.reason})`;
    state.append(leftOut);
  }
  const remove = document.createElement('button');
  remove.textContent = 'Remove';
  remove.setAttribute('aria-label', `Remove stream ${stream.id}`);
  remove.addEventListener('click', () => removeStream(stream, remove));
  const actions = document.createElement('td');
  actions.append(remove);
  row.append(
    nameCell(stream.id), state, cell(String(stream.viewers), 'number'), cell(media(stream), 'quiet'),
    cell(`${stream.node} (${stream.source})`, 'quiet'), cell(time(stream.startedAt), 'quiet'),
    actions);
  return row;
}

/**
 * @param {any} stream
 * @param {HTMLButtonElement} button
 */
async function removeStream(stream, button) {
  if (!confirm(`End ${stream.id} and remove its recording?`)) {
    return;
  }
  button.disabled = true;
  // The log that the page showed: a stream that was recreated since has another log id.
  const which = new URLSearchParams({ logId: stream.logId });
  const path = `${encodeURIComponent(stream.id)}?${which}`;
  const response = await fetch(`../api/streams/${path}`, { method: 'DELETE' });
  if (!response.ok && response.status !== 404) {
    const problem = await response.json();
    alert(problem.detail ?? problem.title);
  }
  await refresh();
}

/** @param {any} capture */
function captureRow(capture) {
  const row = document.createElement('tr');
  const state = cell(capture.state, capture.state === 'capturing' ? 'live' : 'quiet');
  if (capture.state === 'failed') {
    const reason = document.createElement('div');
    reason.className = 'advice';
    reason.textContent =
      capture.message + (capture.retryAt ? `; tried again at ${time(capture.retryAt)}` : '');
    state.append(reason);
  }
  const stop = document.createElement('button');
  stop.textContent = 'Stop';
  stop.setAttribute('aria-label', `Stop capture ${capture.name}`);
  stop.addEventListener('click', () => stopCapture(capture, stop));
  const actions = document.createElement('td');
  actions.append(stop);
  row.append(
    cell(capture.name), state, nameCell(capture.stream),
    cell([capture.video, capture.audio].filter(Boolean).join(', '), 'quiet'),
    cell(String(capture.failures), 'number'), cell(String(capture.droppedFrames), 'number'),
    cell(capture.node, 'quiet'), actions);
  return row;
}

/**
 * @param {any} capture
 * @param {HTMLButtonElement} button
 */
async function stopCapture(capture, button) {
  if (!confirm(`Stop ${capture.name}?`)) {
    return;
  }
  button.disabled = true;
  const path = `${encodeURIComponent(capture.node)}/${encodeURIComponent(capture.name)}`;
  const response = await fetch(`../api/captures/${path}`, { method: 'DELETE' });
  if (!response.ok && response.status !== 404) {
    const problem = await response.json();
    alert(problem.detail ?? problem.title);
  }
  await refresh();
}

/** @param {any} node */
function nodeRow(node) {
  const viewers = Object.values(node.viewers).reduce((sum, count) => sum + count, 0);
  const row = document.createElement('tr');
  row.append(
    cell(node.id), cell(node.kind, 'quiet'), cell(String(node.publishers), 'number'),
    cell(String(viewers), 'number'), cell(time(node.startedAt), 'quiet'));
  return row;
}

async function refresh() {
  const [streams, captures, nodes] = await Promise.all(
    ['../api/streams', '../api/captures', '../api/nodes'].map(async (url) => (await fetch(url)).json()));
  streams.sort((/** @type {any} */ a, /** @type {any} */ b) =>
    a.status === b.status ? a.id.localeCompare(b.id) : a.status === 'live' ? -1 : 1);
  element('streams').replaceChildren(...streams.map(streamRow));
  element('no-streams').hidden = streams.length > 0;
  element('captures').replaceChildren(...captures.map(captureRow));
  element('captures-section').hidden = captures.length === 0;
  element('nodes').replaceChildren(...nodes.map(nodeRow));
  if (events.readyState === EventSource.OPEN) {
    element('connection').textContent = 'connected';
  }
}

function refreshQuietly() {
  refresh().catch(() => {
    element('connection').textContent = 'the control API does not answer';
  });
}

const events = new EventSource('../api/events');
events.addEventListener('open', () => {
  refreshQuietly();
});
events.addEventListener('error', () => {
  element('connection').textContent = 'reconnecting…';
});
for (const type of ['started', 'updated', 'ended', 'removing', 'removed']) {
  events.addEventListener(type, refreshQuietly);
}
findEdge().then(refreshQuietly, () => {});
setInterval(() => {
  if (!document.hidden) {
    refreshQuietly();
  }
}, REFRESH_MS);
