/** Texts of the pages. */

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
 * Describes a track of the publisher that is left out.
 *
 * @param {import('../protocol.js').IgnoredTrack} track
 * @returns {string} e.g. `audio mp2: Framelog does not carry this codec`
 */
export function leftOut({ kind = 'track', codec = '', reason = '' }) {
  const name = codec === '' ? kind : `${kind} ${codec}`;
  return reason === '' ? name : `${name}: ${reason}`;
}

/** Codecs of ignored tracks, which have the names of FFmpeg, Matroska or MP4. */
const LEFT_OUT_CODECS = [
  [/^(mp2|A_MPEG\/L2|\.mp2)$/, 'MP2'],
  [/^(ac-?3|A_AC3.*)$/, 'AC-3'],
  [/^(eac3|ec-3|A_EAC3)$/, 'E-AC-3'],
  [/^(dts|dts[chle]|mp4a\.a9|A_DTS.*)$/, 'DTS'],
  [/^(pcm_[am]u?law|[au]law)$/, 'G.711'],
  [/^(pcm_.*|A_PCM.*|sowt|twos|ipcm|fpcm|lpcm|s302m)$/, 'PCM'],
  [/^(vorbis|A_VORBIS)$/, 'Vorbis'],
  [/^vp9 alpha$/, 'the alpha channel of VP9'],
];

/** @type {Record<string, string>} */
const KINDS = { audio: 'Sound', video: 'Picture', subtitle: 'Subtitles' };

/** The reason of an audio track that is replaced by silence, because it has no samples. */
const SILENCE = /silence is put in its place$/;

/** The advice for the publisher at the end of a reason. */
const ADVICE = /; (add .+)$/s;

/**
 * Describes the tracks that viewers cannot see or hear, a line each. Data tracks are not listed.
 *
 * @param {import('../protocol.js').IgnoredTrack[]} ignored
 * @param {import('../protocol.js').TrackInfo[]} carried
 * @returns {string[]} e.g. `No sound: MP2 (deu). Framelog does not carry this codec. Publisher: add …`
 */
export function missingWords(ignored, carried) {
  return ignored
    .filter(({ kind = '' }) => kind in KINDS)
    .map(({ kind = '', codec = '', language = '', reason = '' }) => {
      const found = LEFT_OUT_CODECS.find(([pattern]) =>
        /** @type {RegExp} */ (pattern).test(codec),
      );
      const name = found === undefined ? codec || 'a track' : /** @type {string} */ (found[1]);
      const what = KINDS[kind] ?? kind;
      const other = carried.some((track) => track.kind === kind) && !SILENCE.test(reason);
      const headline = other ? `${what} left out` : `No ${what.toLowerCase()}`;
      const advice = ADVICE.exec(reason)?.[1];
      return [
        `${headline}: ${name}${language === '' ? '' : ` (${language})`}.`,
        reason === '' ? '' : sentence(reason.replace(ADVICE, '')),
        advice === undefined ? '' : `Publisher: ${advice}.`,
      ]
        .filter(Boolean)
        .join(' ');
    });
}

/** @param {string} words */
function sentence(words) {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
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
 * Describes a player's state to the viewer.
 *
 * @param {import('../player.js').PlayerState} state
 * @param {string} reason
 * @returns {{ headline: string, detail: string } | null} null when nothing is shown
 */
export function stateWords(state, reason) {
  switch (state) {
    case 'idle':
    case 'connecting':
      return { headline: 'Connecting…', detail: '' };
    case 'waiting':
      return {
        headline: 'Waiting for a publisher',
        detail: 'Nobody is publishing it now. It plays automatically as soon as somebody does.',
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
