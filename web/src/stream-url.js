/**
 * The WebSocket URL of a stream on an edge.
 *
 * @param {string} server base URL, http(s) or ws(s)
 * @param {string} stream
 * @param {{ token?: string, from?: string, at?: string }} [query] left out where undefined
 * @returns {string}
 */
export function streamUrl(server, stream, query = {}) {
  const url = new URL(
    `live/${encodeURIComponent(stream)}`,
    server.endsWith('/') ? server : `${server}/`,
  );
  url.protocol = url.protocol.replace('http', 'ws');
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
