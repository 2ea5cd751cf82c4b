/** Plain words for what the pages show. */

const CODECS = [
  [/^avc/, 'H.264'],
  [/^(hvc|hev)/, 'HEVC'],
  [/^av01/, 'AV1'],
  [/^(vp09|vp9)/, 'VP9'],
  [/^(vp08|vp8)/, 'VP8'],
  [/^mp4a\.(40\.34|6b|69)/i, 'MP3'],
  [/^mp4a/, 'AAC'],
  [/^opus/i, 'Opus'],
  [/^vorbis/, 'Vorbis'],
  [/^flac/i, 'FLAC'],
  [/^jpeg/, 'JPEG images'],
  [/^webp/, 'WebP images'],
];

/**
 * @param {string | undefined} codec RFC 6381
 * @returns {string}
 */
export function codecName(codec = '') {
  const known = CODECS.find(([pattern]) => /** @type {RegExp} */ (pattern).test(codec));
  return known === undefined ? codec : /** @type {string} */ (known[1]);
}

/**
 * A track of the publisher's that is left out.
 *
 * @param {import('../protocol.js').IgnoredTrack} track
 * @returns {string} e.g. `audio mp2: Framelog does not carry this codec`
 */
export function leftOut({ kind = 'track', codec = '', reason = '' }) {
  const name = codec === '' ? kind : `${kind} ${codec}`;
  return reason === '' ? name : `${name}: ${reason}`;
}

/**
 * @param {string} since ISO time
 * @param {number} [now] ms since 1970
 * @returns {string} e.g. `3 minutes`
 */
export function ago(since, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
  if (seconds < 60) return count(seconds, 'second');
  if (seconds < 3600) return count(Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return count(Math.floor(seconds / 3600), 'hour');
  return count(Math.floor(seconds / 86_400), 'day');
}

/**
 * @param {number} ms
 * @returns {string} e.g. `180 ms` or `12.4 s`
 */
export function duration(ms) {
  return Math.abs(ms) < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * @param {number} streams
 * @returns {string}
 */
export function liveCount(streams) {
  if (streams === 0) return 'Nothing is live';
  return streams === 1 ? '1 stream is live' : `${streams} streams are live`;
}

/**
 * What a player's state means to somebody who watches.
 *
 * @param {import('../player.js').PlayerState} state
 * @param {string} reason
 * @returns {{ headline: string, detail: string } | null} null: nothing to say
 */
export function stateWords(state, reason) {
  switch (state) {
    case 'idle':
    case 'connecting':
      return { headline: 'Connecting…', detail: '' };
    case 'waiting':
      return {
        headline: 'Waiting for a publisher',
        detail: 'Nobody is sending this stream now. It plays by itself as soon as somebody does.',
      };
    case 'awaiting':
      return { headline: 'Waiting for the picture', detail: reason };
    case 'buffering':
      return { headline: 'One moment…', detail: '' };
    case 'reconnecting':
      return { headline: 'Connection lost, reconnecting…', detail: '' };
    case 'paused':
      return { headline: reason === '' ? 'Paused' : 'Press play', detail: reason };
    case 'unsupported':
      return { headline: 'This browser cannot play this stream', detail: reason };
    case 'failed':
      return { headline: 'This stream cannot be played', detail: reason };
    case 'closed':
      return { headline: 'Closed', detail: '' };
    case 'playing':
      return null;
  }
}

/**
 * @param {number} n
 * @param {string} unit
 */
function count(n, unit) {
  return n === 1 ? `1 ${unit}` : `${n} ${unit}s`;
}
