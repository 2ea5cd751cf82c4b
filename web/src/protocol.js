/**
 * The text messages of an edge to a viewer. Binary messages contain media and are handled
 * elsewhere.
 *
 * The reader is lenient: unknown types and unknown fields are ignored, so that an older player
 * keeps working with a newer edge.
 *
 * @module
 */

/**
 * @typedef {object} TrackInfo
 * @property {number} [id]
 * @property {'video' | 'audio'} kind
 * @property {string} [codec] RFC 6381 codec string
 * @property {number} [width] pixels
 * @property {number} [height] pixels
 * @property {number} [frameRate] frames a second
 * @property {string} [pixelAspectRatio] width to height of a pixel, `64:45`; square when absent
 * @property {number} [rotation] degrees clockwise by which the picture is rotated for display
 * @property {boolean} [mirrored] whether the picture is then flipped horizontally
 * @property {number} [sampleRate] Hz
 * @property {number} [channels]
 * @property {string} [language]
 */

/**
 * @typedef {object} IgnoredTrack a track of the publisher that is left out
 * @property {number} [id]
 * @property {string} [kind] `video`, `audio`, `subtitle` or `data`
 * @property {string} [codec]
 * @property {string} [language]
 * @property {string} [reason]
 */

/** @typedef {{ type: 'hello', edge?: string, time?: number, heartbeatMs?: number }} Hello `time`: ms since 1970; `heartbeatMs`: longest time between two messages */
/** @typedef {{ type: 'start', session?: number, mime: string, tracks: TrackInfo[], ignoredTracks: IgnoredTrack[], position?: string }} Start `ignoredTracks`: those known when the chunk began */
/** @typedef {{ type: 'chunk', position: string, chunk?: number, wallClock?: number, ptsUs?: number, spacingMs?: number }} Chunk `spacingMs`: recent longest time between two arrivals at the publisher's node, 0 when unknown */
/** @typedef {{ type: 'position', position: string }} PositionIs */
/** @typedef {{ type: 'gap', reason?: string, chunks?: number, advice?: string }} Gap `advice`: what to change at the encoder */
/** @typedef {{ type: 'waiting' }} Waiting */
/** @typedef {{ type: 'end', reason?: string }} End */
/** @typedef {{ type: 'error', code?: string, message?: string }} ErrorMessage */
/** @typedef {{ type: 'moved', position?: string, graceMs?: number }} Moved `graceMs`: how long parts are still sent */

/** @typedef {{ type: 'heartbeat' }} Heartbeat sent when no other message was sent for a while */

/** @typedef {Hello | Heartbeat | Start | Chunk | PositionIs | Gap | Waiting | End | ErrorMessage | Moved} Message */

/** WebSocket subprotocol of this version. */
export const SUBPROTOCOL = 'framelog.v1';

/** Close code for a name that no edge will ever serve: the viewer must not reconnect. */
export const CLOSE_NOT_A_STREAM = 4004;

const TYPES = new Set([
  'hello',
  'heartbeat',
  'start',
  'chunk',
  'position',
  'gap',
  'waiting',
  'end',
  'error',
  'moved',
]);

/**
 * Reads one text message.
 *
 * @param {string} text
 * @returns {Message | null} null when its type is unknown
 */
export function parseMessage(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (value === null || typeof value !== 'object' || !TYPES.has(value.type)) {
    return null;
  }
  if (value.type === 'start') {
    if (typeof value.mime !== 'string') return null;
    return { ...value, tracks: list(value.tracks), ignoredTracks: list(value.ignoredTracks) };
  }
  return value;
}

/**
 * @param {unknown} value
 * @returns {any[]}
 */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/**
 * The kinds of track a `start` announces, e.g. `audio+video`. Two starts of the same kinds can share
 * a MediaSource; others cannot: a SourceBuffer never gains or loses a track.
 *
 * @param {Start} start
 * @returns {string}
 */
export function kindsOf(start) {
  if (start.mime.startsWith('image/')) return 'images';
  if (start.tracks.length > 0) {
    return [...new Set(start.tracks.map((track) => track.kind))].sort().join('+');
  }
  const audioCodec = /mp4a|opus|vorbis|flac|ac-3|ec-3/i.test(start.mime);
  if (start.mime.startsWith('audio/')) return 'audio';
  return audioCodec ? 'audio+video' : 'video';
}
