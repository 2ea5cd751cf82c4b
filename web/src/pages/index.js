import { LiveDirectory } from '../directory.js';
import { Tile } from './tile.js';
import { liveCount } from './labels.js';

/** The page `/`: one tile for each live stream. */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const summary = element('summary');
const list = element('tiles');
const empty = element('empty');
const hint = element('hint');
const unreachable = element('unreachable');

/** @type {Map<string, Tile>} */
const tiles = new Map();

element('example').textContent =
  `ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=25 \\\n` +
  `  -c:v libvpx -deadline realtime -b:v 2M -g 25 \\\n` +
  `  -metadata title=hello -f webm tcp://${location.hostname}:9090`;

/** @param {readonly import('../directory.js').LiveStream[]} streams */
function show(streams) {
  const ids = new Set(streams.map((stream) => stream.id));
  for (const [id, tile] of tiles) {
    if (ids.has(id)) continue;
    tile.remove();
    tiles.delete(id);
  }
  for (const stream of streams) {
    let tile = tiles.get(stream.id);
    if (tile === undefined) {
      tile = new Tile(stream.id);
      tiles.set(stream.id, tile);
      list.append(tile.element);
    }
    tile.show(stream);
  }
  unreachable.hidden = true;
  empty.hidden = streams.length > 0;
  hint.hidden = streams.length === 0;
  const text = liveCount(streams.length);
  // Screen readers read a status again whenever it is set.
  if (summary.textContent !== text) summary.textContent = text;
}

const directory = new LiveDirectory();
directory.addEventListener('change', () => show(directory.streams));
directory.addEventListener('unreachable', () => {
  summary.textContent = 'Not connected';
  unreachable.hidden = false;
  empty.hidden = true;
});
directory.open();
