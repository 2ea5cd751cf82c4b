import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Timeline } from '../src/timeline.js';

function threeChunks() {
  const timeline = new Timeline();
  timeline.add(10, 1_000_000);
  timeline.add(12, 1_002_000);
  // the publisher was disconnected for a minute of wall clock, not of the timeline
  timeline.add(14, 1_064_000);
  return timeline;
}

test('gives the wall clock of any time in a chunk', () => {
  const timeline = threeChunks();

  assert.equal(timeline.wallClockAt(11.5), 1_001_500);
  assert.equal(timeline.wallClockAt(14.25), 1_064_250);
});

test('has no wall clock before its first chunk, nor for a chunk without one', () => {
  const timeline = threeChunks();
  timeline.add(16, null);

  assert.equal(timeline.wallClockAt(9), null);
  assert.equal(timeline.wallClockAt(16.5), null);
});

test('finds the chunk of a time', () => {
  const timeline = threeChunks();

  assert.equal(timeline.chunkStart(13.9), 12);
  assert.equal(timeline.chunkStart(12), 12);
  assert.equal(timeline.chunkStart(3), null);
});

test('going back in time removes later chunks', () => {
  const timeline = threeChunks();

  assert.equal(timeline.startsAfter(11), true);
  assert.equal(timeline.startsAfter(14), false);
  timeline.add(11, 5_000_000);
  assert.equal(timeline.chunkStart(20), 11);
});

test('removes only chunks that have ended', () => {
  const timeline = threeChunks();
  timeline.prune(12.5);

  assert.equal(timeline.chunkStart(11), null);
  assert.equal(timeline.chunkStart(12.1), 12);
});
