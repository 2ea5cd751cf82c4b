/** Opens and lists cameras, microphones and screens. */

const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true };

/**
 * @param {import('./publish-labels.js').Mode} mode
 * @param {{ camera: string, microphone: string }} devices ids; empty: the browser's choice; `none`
 * @returns {Promise<MediaStream>}
 */
export async function capture(mode, { camera, microphone }) {
  const audio = audioConstraints(microphone);
  if (mode === 'screen') {
    const screen = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true });
    // Screens are mostly captured without sound; then the microphone is used.
    if (audio !== false && screen.getAudioTracks().length === 0) {
      const sound = await navigator.mediaDevices.getUserMedia({ audio }).catch(() => null);
      for (const track of sound?.getAudioTracks() ?? []) screen.addTrack(track);
    }
    return screen;
  }
  const video = { ...CAMERA, ...(camera === '' ? {} : { deviceId: { exact: camera } }) };
  if (mode === 'mirror') return navigator.mediaDevices.getUserMedia({ video });
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio });
  } catch (error) {
    // Without a microphone, only the camera is published.
    const silent = audio !== false && /** @type {Error} */ (error).name === 'NotFoundError';
    if (!silent) throw error;
    return navigator.mediaDevices.getUserMedia({ video });
  }
}

/**
 * @param {string} microphone
 * @returns {MediaTrackConstraints | false}
 */
function audioConstraints(microphone) {
  if (microphone === 'none') return false;
  return { ...SOUND, ...(microphone === '' ? {} : { deviceId: { exact: microphone } }) };
}

/**
 * Fills a list of devices and keeps the selection. Names are empty until the user has granted
 * access.
 *
 * @param {HTMLSelectElement} select
 * @param {MediaDeviceInfo[]} devices of one kind
 * @param {{ usual: string, none?: string }} words
 */
export function showDevices(select, devices, { usual, none }) {
  const chosen = select.value;
  const named = devices.filter(({ deviceId, label }) => deviceId !== '' && label !== '');
  const options = [new Option(usual, ''), ...named.map((d) => new Option(d.label, d.deviceId))];
  if (none !== undefined) options.push(new Option(none, 'none'));
  select.replaceChildren(...options);
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
}
