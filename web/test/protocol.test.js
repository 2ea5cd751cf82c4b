import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOut } from '../src/pages/labels.js';
import { kindsOf, parseMessage } from '../src/protocol.js';

test('reads the messages of the protocol', () => {
  const text = '{"type":"chunk","position":"c0ffee01.101","chunk":7,"wallClock":1764,"ptsUs":0}';

  assert.deepEqual(parseMessage(text), {
    type: 'chunk',
    position: 'c0ffee01.101',
    chunk: 7,
    wallClock: 1764,
    ptsUs: 0,
  });
});

test('keeps unknown fields', () => {
  assert.equal(parseMessage('{"type":"gap","reason":"slow","new":1}').new, 1);
});

for (const text of ['', 'hello', '[]', 'null', '7', '{}', '{"type":"later"}', '{"type":"start"}']) {
  test(`ignores ${JSON.stringify(text)}`, () => {
    assert.equal(parseMessage(text), null);
  });
}

test('a start without tracks has an empty list', () => {
  assert.deepEqual(parseMessage('{"type":"start","mime":"video/mp4"}').tracks, []);
});

test('a start lists the tracks that are left out, and none without the field', () => {
  const mp2 = { id: 2, kind: 'audio', codec: 'mp2', reason: 'Framelog does not carry this codec' };
  const told = JSON.stringify({ type: 'start', mime: 'video/mp4', ignoredTracks: [mp2] });

  assert.deepEqual(parseMessage(told).ignoredTracks, [mp2]);
  assert.equal(leftOut(mp2), 'audio mp2: Framelog does not carry this codec');
  assert.deepEqual(parseMessage('{"type":"start","mime":"video/mp4"}').ignoredTracks, []);
  assert.deepEqual(parseMessage('{"type":"start","mime":"x","ignoredTracks":7}').ignoredTracks, []);
});

for (const [mime, tracks, kinds] of [
  ['video/mp4; codecs="avc1.4d401e"', [{ kind: 'video' }], 'video'],
  ['video/mp4; codecs="x,y"', [{ kind: 'video' }, { kind: 'audio' }], 'audio+video'],
  ['video/mp4; codecs="x,y"', [{ kind: 'audio' }, { kind: 'video' }], 'audio+video'],
  ['video/webm; codecs="vp8,opus"', [], 'audio+video'],
  ['video/webm; codecs="vp8"', [], 'video'],
  ['audio/webm; codecs="opus"', [], 'audio'],
]) {
  test(`${mime} with ${tracks.length} tracks is ${kinds}`, () => {
    assert.equal(kindsOf({ type: 'start', mime, tracks }), kinds);
  });
}
