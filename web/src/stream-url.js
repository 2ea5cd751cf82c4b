/**
 * Encodes a stream's name for a path; its slashes are kept.
 *
 * @param {string} stream
 * @returns {string}
 */
export function streamPath(stream) {
  return stream.split('/').map(encodeURIComponent).join('/');
}

/**
 * The WebSocket URL of a stream on an edge.
 *
 * @param {string} server base URL, http(s) or ws(s)
 * @param {string} stream
 * @param {{ token?: string, from?: string, at?: string }} [query] undefined values are omitted
 * @returns {string}
 */
export function streamUrl(server, stream, query = {}) {
  const url = new URL(`live/${streamPath(stream)}`, server.endsWith('/') ? server : `${server}/`);
  url.protocol = url.protocol.replace('http', 'ws');
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
