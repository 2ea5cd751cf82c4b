/** Texts of the page `/publish`. */

/** @typedef {'camera' | 'screen' | 'mirror'} Mode */
/** @typedef {{ headline: string, detail: string, tone: 'quiet' | 'good' | 'busy' | 'bad' }} Words */

/** @type {Record<Mode, string>} */
export const HINTS = {
  camera: 'Picture and sound, as video.',
  screen: 'A window, a tab or the whole screen; you choose in the next step.',
  mirror: 'Ten single images a second, without sound. Shown at /mirror and as .mjpeg.',
};

/**
 * Describes why capturing failed.
 *
 * @param {unknown} error of `getUserMedia` or `getDisplayMedia`
 * @param {Mode} mode
 * @returns {Words}
 */
export function captureWords(error, mode) {
  const name = error instanceof Error ? error.name : '';
  const bad = (/** @type {string} */ headline, /** @type {string} */ detail) => ({
    headline,
    detail,
    tone: /** @type {const} */ ('bad'),
  });
  if (name === 'NotAllowedError' && mode === 'screen') {
    return bad('Nothing was chosen', 'Press start again and choose what to share.');
  }
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return bad(
        'The browser may not use the camera',
        'Allow camera and microphone for this page, at the left of the address bar, then press start again.',
      );
    case 'NotFoundError':
    case 'OverconstrainedError':
      return bad('The camera was not found', 'Connect it or choose another one, then press start.');
    case 'NotReadableError':
    case 'AbortError':
      return bad(
        'The camera does not answer',
        'Another program may be using it. Close that one and press start again.',
      );
    default:
      return bad(
        'This browser cannot record here',
        error instanceof Error ? error.message : String(error),
      );
  }
}

/**
 * Describes why this page cannot publish.
 *
 * @param {{ isSecureContext: boolean, hasDevices: boolean, hasRecorder: boolean }} browser
 * @param {string} address of the page, without scheme
 * @returns {Words | null} null when it can
 */
export function obstacleWords({ isSecureContext, hasDevices, hasRecorder }, address) {
  if (!isSecureContext) {
    return {
      headline: 'This address is not secure',
      detail: `Browsers allow cameras only on pages from https:// or localhost. Open https://${address} instead.`,
      tone: 'bad',
    };
  }
  if (!hasDevices || !hasRecorder) {
    return {
      headline: 'This browser cannot publish',
      detail: 'It has no camera access or no MediaRecorder. Chrome, Edge, Firefox and Safari do.',
      tone: 'bad',
    };
  }
  return null;
}

/**
 * @param {import('../publisher.js').PublisherState} state
 * @param {string} reason
 * @returns {Words}
 */
export function publisherWords(state, reason) {
  switch (state) {
    case 'idle':
      return { headline: 'Ready', detail: '', tone: 'quiet' };
    case 'connecting':
      return { headline: 'Connecting…', detail: '', tone: 'busy' };
    case 'live':
      return { headline: 'You are live', detail: '', tone: 'good' };
    case 'held':
      return {
        headline: 'Paused by the server',
        detail: 'The server accepts no more data at the moment.',
        tone: 'busy',
      };
    case 'dropping':
      return {
        headline: 'Your connection is too slow',
        detail: 'Pictures are skipped until it has caught up.',
        tone: 'busy',
      };
    case 'reconnecting':
      return { headline: 'Connection lost, reconnecting…', detail: reason, tone: 'busy' };
    case 'stopping':
      return { headline: 'Sending the rest…', detail: '', tone: 'busy' };
    case 'stopped':
      return { headline: 'Stopped', detail: 'All data has arrived.', tone: 'quiet' };
    case 'refused':
      return { headline: 'The server has ended the stream', detail: reason, tone: 'bad' };
    case 'failed':
      return { headline: 'Stopped', detail: reason, tone: 'bad' };
  }
}

/**
 * @param {number} kbps
 * @returns {string} e.g. `1,240 kbps`
 */
export function rateWords(kbps) {
  return `${kbps.toLocaleString('en')} kbps`;
}

/**
 * @param {string} mimeType of a MediaRecorder
 * @returns {string} e.g. `H.264 and Opus in WebM`
 */
export function formatWords(mimeType) {
  const container = /mp4/.test(mimeType) ? 'MP4' : 'WebM';
  if (/^image\/jpeg/.test(mimeType)) return 'JPEG images';
  if (/^image\/webp/.test(mimeType)) return 'WebP images';
  const video = [
    [/avc/, 'H.264'],
    [/h264/, 'H.264'],
    [/hvc1|hev1/, 'HEVC'],
    [/av01|av1/, 'AV1'],
    [/vp09|vp9/, 'VP9'],
    [/vp8/, 'VP8'],
  ].find(([pattern]) => /** @type {RegExp} */ (pattern).test(mimeType))?.[1];
  const audio = [
    [/opus/, 'Opus'],
    [/mp4a/, 'AAC'],
    [/pcm/, 'PCM'],
  ].find(([pattern]) => /** @type {RegExp} */ (pattern).test(mimeType))?.[1];
  const codecs = [video, audio].filter((name) => name !== undefined).join(' and ');
  return codecs === '' ? container : `${codecs} in ${container}`;
}
