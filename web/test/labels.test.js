import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ago,
  codecName,
  duration,
  liveCount,
  missingWords,
  stateWords,
} from '../src/pages/labels.js';
import { streamUrl } from '../src/stream-url.js';

for (const [codec, name] of [
  ['avc1.4d401e', 'H.264'],
  ['hvc1.1.6.L93.B0', 'HEVC'],
  ['av01.0.04M.08', 'AV1'],
  ['vp09.00.10.08', 'VP9'],
  ['vp8', 'VP8'],
  ['mp4a.40.2', 'AAC'],
  ['mp4a.40.34', 'MP3'],
  ['Opus', 'Opus'],
  ['xyz', 'xyz'],
]) {
  test(`${codec} is called ${name}`, () => assert.equal(codecName(codec), name));
}

test('gives an age in the largest unit that fits', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');

  assert.equal(ago('2026-11-21T11:59:59Z', now), '1 second');
  assert.equal(ago('2026-11-21T11:57:10Z', now), '2 minutes');
  assert.equal(ago('2026-11-21T09:00:00Z', now), '3 hours');
  assert.equal(ago('2026-11-19T09:00:00Z', now), '2 days');
});

test('formats durations and counts', () => {
  assert.equal(duration(179.6), '180 ms');
  assert.equal(duration(12_350), '12.3 s');
  assert.equal(liveCount(0), 'Nothing is live');
  assert.equal(liveCount(1), '1 stream is live');
  assert.equal(liveCount(2), '2 streams are live');
});

test('has no text while the picture moves, and the reason when it cannot', () => {
  assert.equal(stateWords('playing', ''), null);
  assert.equal(stateWords('awaiting', 'with the next keyframe')?.detail, 'with the next keyframe');
  assert.equal(stateWords('failed', 'no such stream').detail, 'no such stream');
});

test("builds the stream's URL from the page's server", () => {
  assert.equal(streamUrl('https://host:8443', 'cam1'), 'wss://host:8443/live/cam1');
  assert.equal(streamUrl('http://host', 'site-a/Door_2'), 'ws://host/live/site-a/Door_2');
  assert.equal(
    streamUrl('http://host/base/', 'cam1', { from: 'log.7', token: 'a b', at: undefined }),
    'ws://host/base/live/cam1?from=log.7&token=a+b',
  );
});

const PICTURE = { kind: 'video', codec: 'avc1.4d401e' };
const SOUND = { kind: 'audio', codec: 'mp4a.40.2' };
const NOT_CARRIED = 'Framelog does not carry this codec';

test('tells that a stream has no sound, why, and what its publisher can do', () => {
  const advice = 'add ?transcode=audio to the address or the title to hear it';
  const mp2 = { kind: 'audio', codec: 'mp2', language: 'deu', reason: `${NOT_CARRIED}; ${advice}` };

  assert.deepEqual(missingWords([mp2], [PICTURE]), [
    `No sound: MP2 (deu). ${NOT_CARRIED}. Publisher: ${advice}.`,
  ]);
});

test('tells which of several audio tracks is left out, and omits data tracks', () => {
  const ac3 = { kind: 'audio', codec: 'A_AC3', reason: 'another one is carried' };
  const timecode = { kind: 'data', codec: 'tmcd', reason: NOT_CARRIED };
  const teletext = { kind: 'subtitle', codec: 'dvb_teletext', reason: NOT_CARRIED };

  assert.deepEqual(missingWords([ac3, timecode, teletext], [PICTURE, SOUND]), [
    'Sound left out: AC-3. Another one is carried.',
    `No subtitles: dvb_teletext. ${NOT_CARRIED}.`,
  ]);
});

test('tells that there is no sound when silence replaces it', () => {
  const silent = {
    kind: 'audio',
    codec: 'opus',
    reason: 'it sends nothing; silence is put in its place',
  };

  assert.deepEqual(missingWords([silent], [PICTURE, SOUND]), [
    'No sound: opus. It sends nothing; silence is put in its place.',
  ]);
});

test('has no text when all tracks are carried', () => {
  assert.deepEqual(missingWords([], [PICTURE, SOUND]), []);
});
