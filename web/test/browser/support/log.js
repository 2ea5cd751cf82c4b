import { FPS } from './clips.js';

/**
 * A prepared log, as an edge reads it: each record has its arrival time.
 *
 * @typedef {object} LogRecord
 * @property {'header' | 'part' | 'end'} kind
 * @property {number} atMs since the log began
 * @property {number} header index of the chunk's header
 * @property {number} session
 * @property {Buffer} [bytes]
 * @property {import('./clips.js').Clip} [clip] on headers
 * @property {number} [ptsUs] on headers
 */

/**
 * @typedef {object} Scene
 * @property {import('./clips.js').Clip} clip
 * @property {number} seconds
 * @property {number} [silence] seconds without a publisher before it
 * @property {boolean} [end] whether the publisher ends after it
 */

/**
 * Concatenates scenes; each is a separate session.
 *
 * @param {Scene[]} scenes
 * @returns {LogRecord[]}
 */
export function logOf(scenes) {
  const records = [];
  let frame = 0;
  let silence = 0;
  let header = 0;
  scenes.forEach((scene, session) => {
    silence += (scene.silence ?? 0) * 1000;
    const atMs = () => silence + (frame * 1000) / FPS;
    for (const end = frame + scene.seconds * FPS; frame < end; frame++) {
      if (frame % FPS === 0) {
        header = records.length;
        const ptsUs = (frame * 1e6) / FPS;
        records.push({ kind: 'header', atMs: atMs(), header, session, clip: scene.clip, ptsUs });
      }
      const bytes = scene.clip.parts[frame];
      records.push({ kind: 'part', atMs: atMs(), header, session, bytes });
    }
    if (scene.end) records.push({ kind: 'end', atMs: atMs(), header, session });
  });
  return records;
}
