import { execFileSync } from 'node:child_process';
import { boxes, clusters, trackId } from './boxes.js';

/**
 * Clips like those of a packager: one video frame per part, a keyframe a second, all on the same
 * timeline, so that one clip can continue another.
 *
 * @typedef {object} Clip
 * @property {string} mime
 * @property {object[]} tracks
 * @property {object[]} [ignoredTracks]
 * @property {Buffer} init
 * @property {Buffer[]} parts one per frame
 */

export const FPS = 25;
const SECONDS = 40;
const PICTURE = { width: 640, height: 360, frameRate: FPS };

const H264 = [
  '-c:v',
  'libx264',
  '-profile:v',
  'main',
  '-preset',
  'ultrafast',
  '-tune',
  'zerolatency',
];
const FRAGMENTS = ['-movflags', 'empty_moov+default_base_moof+frag_every_frame', '-f', 'mp4'];
const VIDEO = { id: 1, kind: 'video', codec: 'avc1.4d401e', ...PICTURE };
const AUDIO = { id: 2, kind: 'audio', codec: 'mp4a.40.2', sampleRate: 48000, channels: 1 };

/** @returns {Clip} */
export function h264() {
  return {
    mime: 'video/mp4; codecs="avc1.4d401e"',
    tracks: [VIDEO],
    ...fromMp4(ffmpeg([...H264, '-pix_fmt', 'yuv420p', ...FRAGMENTS])),
  };
}

/** @returns {Clip} */
export function h264WithAac() {
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${SECONDS}`];
  return {
    mime: 'video/mp4; codecs="avc1.4d401e,mp4a.40.2"',
    tracks: [VIDEO, AUDIO],
    ...fromMp4(ffmpeg([...tone, ...H264, '-pix_fmt', 'yuv420p', '-c:a', 'aac', ...FRAGMENTS])),
  };
}

/**
 * The unmodified output of a publisher with reordered frames that ends after some seconds: ffmpeg
 * writes wrong times for the last audio frames of its encoder, which leaves holes of a frame.
 *
 * @param {number} seconds
 * @returns {Clip}
 */
export function h264WithAacThatEnds(seconds) {
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`];
  const video = ['-c:v', 'libx264', '-profile:v', 'main', '-preset', 'veryfast', '-bf', '2'];
  const output = [...tone, ...video, '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-t', `${seconds}`];
  return {
    mime: 'video/mp4; codecs="avc1.4d401e,mp4a.40.2"',
    tracks: [VIDEO, AUDIO],
    ...fromMp4(ffmpeg([...output, ...FRAGMENTS])),
  };
}

/**
 * Audio only, 40 ms per part.
 *
 * @returns {Clip}
 */
export function aac() {
  const tone = `sine=frequency=440:sample_rate=48000:duration=${SECONDS}`;
  const fragments = ['-movflags', 'empty_moov+default_base_moof', '-frag_duration', '40000'];
  const output = ['-v', 'error', '-f', 'lavfi', '-i', tone, '-c:a', 'aac', ...fragments];
  const pieces = boxes(
    execFileSync('ffmpeg', [...output, '-f', 'mp4', '-'], { maxBuffer: 1 << 28 }),
  );
  const isInit = ({ name }) => name === 'ftyp' || name === 'moov';
  return {
    mime: 'audio/mp4; codecs="mp4a.40.2"',
    tracks: [{ ...AUDIO, id: 1 }],
    init: Buffer.concat(pieces.filter(isInit).map(({ bytes }) => bytes)),
    parts: pieces.flatMap(({ name, bytes }, i) =>
      name === 'moof' ? [Buffer.concat([bytes, pieces[i + 1].bytes])] : [],
    ),
  };
}

/** @returns {Clip} */
export function vp8() {
  const encoder = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '16', '-b:v', '1M'];
  const { init, clusters: parts } = clusters(
    ffmpeg([...encoder, '-cluster_time_limit', '1', '-f', 'webm']),
  );
  return {
    mime: 'video/webm; codecs="vp8"',
    tracks: [{ id: 1, kind: 'video', codec: 'vp8', ...PICTURE }],
    init,
    parts,
  };
}

/** @param {string[]} output */
function ffmpeg(output) {
  const picture = `testsrc2=size=640x360:rate=${FPS}:duration=${SECONDS}`;
  const input = ['-f', 'lavfi', '-i', picture];
  const args = ['-v', 'error', ...input, ...output.slice(0, -2), '-g', `${FPS}`];
  return execFileSync('ffmpeg', [...args, ...output.slice(-2), '-'], { maxBuffer: 1 << 28 });
}

/** @param {Buffer} file */
function fromMp4(file) {
  const pieces = boxes(file);
  const isInit = ({ name }) => name === 'ftyp' || name === 'moov';
  const init = Buffer.concat(pieces.filter(isInit).map(({ bytes }) => bytes));
  const parts = [];
  let beforeTheFirstPicture = Buffer.alloc(0);
  for (let i = 0; i < pieces.length; i++) {
    if (pieces[i].name !== 'moof') continue;
    const fragment = Buffer.concat([pieces[i].bytes, pieces[i + 1].bytes]);
    if (trackId(pieces[i].bytes) === VIDEO.id) {
      parts.push(Buffer.concat([beforeTheFirstPicture, fragment]));
      beforeTheFirstPicture = Buffer.alloc(0);
    } else if (parts.length === 0) {
      beforeTheFirstPicture = Buffer.concat([beforeTheFirstPicture, fragment]);
    } else {
      parts.push(Buffer.concat([parts.pop(), fragment]));
    }
  }
  return { init, parts };
}
