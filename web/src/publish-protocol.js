/**
 * The text messages between an ingest node and a publisher on WebSocket, see
 * `docs/3-wire-format.md`. Unknown types and fields are ignored.
 *
 * @module
 */

import { streamPath } from './stream-url.js';

/** @typedef {{ type: 'accepted', stream: string, session: number, edge?: string }} Accepted `edge`: base URL for viewers */
/** @typedef {{ type: 'paused' } | { type: 'resumed' }} Held */
/** @typedef {{ type: 'ended' | 'refused', reason: string, message: string, retry: boolean }} Over */
/** @typedef {Accepted | Held | Over} PublishMessage */

/** WebSocket subprotocol of this version. */
export const PUBLISH_SUBPROTOCOL = 'framelog.publish.v1';

/** A new file follows, starting with a header. */
export const START = JSON.stringify({ type: 'start' });

/** All data has been sent. */
export const END = JSON.stringify({ type: 'end' });

const TYPES = new Set(['accepted', 'paused', 'resumed', 'ended', 'refused']);

/**
 * @param {string} text
 * @returns {PublishMessage | null} null when its type is unknown
 */
export function parsePublishMessage(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (value === null || typeof value !== 'object' || !TYPES.has(value.type)) return null;
  if (value.type === 'ended' || value.type === 'refused') {
    return {
      type: value.type,
      reason: String(value.reason ?? ''),
      message: String(value.message ?? ''),
      retry: value.retry === true,
    };
  }
  return value;
}

/**
 * The WebSocket URL to publish to.
 *
 * @param {string} server base URL of an ingest node, http(s) or ws(s)
 * @param {string} stream
 * @param {string} [key]
 * @returns {string}
 */
export function publishUrl(server, stream, key) {
  const url = new URL(
    `publish/${streamPath(stream)}`,
    server.endsWith('/') ? server : `${server}/`,
  );
  url.protocol = url.protocol.replace('http', 'ws');
  if (key !== undefined) url.searchParams.set('key', key);
  return url.href;
}
