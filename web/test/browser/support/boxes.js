/** Splits ffmpeg's output into an init segment and parts, at top-level boxes or elements. */

/**
 * @typedef {object} Piece
 * @property {string} name
 * @property {Buffer} bytes
 */

/** @param {Buffer} file @returns {Piece[]} top-level boxes, ISO/IEC 14496-12 § 4.2 */
export function boxes(file) {
  const pieces = [];
  for (let at = 0; at < file.length; ) {
    const size = file.readUInt32BE(at);
    pieces.push({
      name: file.toString('latin1', at + 4, at + 8),
      bytes: file.subarray(at, at + size),
    });
    at += size;
  }
  return pieces;
}

/** @param {Buffer} moof @returns {number} track id of its first fragment */
export function trackId(moof) {
  return moof.readUInt32BE(moof.indexOf('tfhd') + 8);
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;

/**
 * @param {Buffer} file a WebM file whose Segment has an unknown size and whose Clusters have known
 *   sizes
 * @returns {{ init: Buffer, clusters: Buffer[] }}
 */
export function clusters(file) {
  const found = [];
  let firstCluster = file.length;
  for (let at = 0; at < file.length; ) {
    const id = readId(file, at);
    const size = readSize(file, at + id.length);
    const body = at + id.length + size.length;
    if (id.value === SEGMENT) {
      at = body;
      continue;
    }
    const end = body + size.value;
    if (id.value === CLUSTER) {
      firstCluster = Math.min(firstCluster, at);
      found.push(file.subarray(at, end));
    }
    at = end;
  }
  return { init: file.subarray(0, firstCluster), clusters: found };
}

/** @param {Buffer} file @param {number} at */
function readId(file, at) {
  const length = Math.clz32(file[at]) - 23;
  return { length, value: file.readUIntBE(at, length) };
}

/** @param {Buffer} file @param {number} at */
function readSize(file, at) {
  const length = Math.clz32(file[at]) - 23;
  // Clear the length marker first: an eight-byte value with it exceeds a double's precision.
  const first = file[at] & (0xff >> length);
  const rest = file.subarray(at + 1, at + length);
  return { length, value: rest.reduce((value, byte) => value * 256 + byte, first) };
}
