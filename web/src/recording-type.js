/**
 * Types to record, best first. H.264 is the most widely playable codec. WebM precedes MP4, because
 * browsers deliver MP4 only in whole GOPs.
 */
const WITH_VIDEO = [
  'video/webm;codecs="avc1.42e01f,opus"',
  'video/webm;codecs="vp9,opus"',
  'video/webm;codecs="vp8,opus"',
  'video/mp4;codecs="avc1.42e01f,mp4a.40.2"',
  'video/mp4;codecs="avc1.42e01f,opus"',
  'video/webm',
  'video/mp4',
];
const AUDIO_ALONE = [
  'audio/webm;codecs="opus"',
  'audio/mp4;codecs="mp4a.40.2"',
  'audio/webm',
  'audio/mp4',
];

/**
 * @param {MediaStream} media
 * @param {typeof MediaRecorder | undefined} Recorder
 * @returns {string}
 * @throws {Error} when this browser supports none of the types
 */
export function recordingType(media, Recorder = globalThis.MediaRecorder) {
  const video = media.getVideoTracks().length > 0;
  const audio = media.getAudioTracks().length > 0;
  const offered = (video ? WITH_VIDEO : AUDIO_ALONE).map((type) =>
    video && !audio ? withoutAudio(type) : type,
  );
  const type = offered.find((each) => Recorder?.isTypeSupported(each) ?? false);
  if (type === undefined) throw new Error('this browser cannot record WebM or MP4');
  return type;
}

/** @param {string} type */
function withoutAudio(type) {
  return type.replace(/,(opus|mp4a\.40\.2)"/, '"');
}
