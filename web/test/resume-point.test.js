import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResumePoint, parsePosition } from '../src/resume-point.js';

test('parses a position', () => {
  assert.deepEqual(parsePosition('c0ffee01.4711'), { logId: 'c0ffee01', offset: 4711 });
});

for (const text of ['', 'c0ffee01', '.5', 'a.b', 'a.1.2', 5, null]) {
  test(`${JSON.stringify(text)} is not a position`, () => {
    assert.equal(parsePosition(text), null);
  });
}

test('has no position before the first chunk', () => {
  const point = new ResumePoint();
  point.start();
  point.binary();

  assert.equal(point.position, null);
});

test('counts parts, not init segments', () => {
  // given a chunk with two parts after its header
  const point = new ResumePoint();
  point.start();
  assert.equal(point.binary(), 'init');
  point.chunk('log.101');
  assert.equal(point.binary(), 'part');
  assert.equal(point.binary(), 'part');
  assert.equal(point.position, 'log.104');

  // when another init segment comes in between
  point.start();

  // then the position does not change
  assert.equal(point.binary(), 'init');
  assert.equal(point.position, 'log.104');
});

test('uses the position of the next part from the edge', () => {
  const point = new ResumePoint();
  point.chunk('log.101');
  point.next('log.107');

  assert.equal(point.position, 'log.107');
  point.binary();
  assert.equal(point.position, 'log.108');
});

test('detects that it has reached another point', () => {
  const player = new ResumePoint();
  const socket = new ResumePoint();
  assert.equal(socket.reaches(player), true, 'without a position, nothing can be received twice');

  player.chunk('log.101');
  assert.equal(socket.reaches(player), false);
  socket.next('log.101');
  assert.equal(socket.reaches(player), false);
  socket.binary();
  assert.equal(socket.reaches(player), true);
  player.binary();
  assert.equal(socket.reaches(player), false);

  socket.chunk('other.1');
  assert.equal(socket.reaches(player), true, 'the stream was recreated');
});
