import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from '../src/arrivals.js';

test('has no result before two arrivals', () => {
  const arrivals = new Arrivals();
  assert.equal(arrivals.worst, null);

  arrivals.arriving(1000, 0);

  assert.equal(arrivals.worst, null);
});

test('counts parts in quick succession as one arrival', () => {
  const arrivals = new Arrivals();
  arrivals.arriving(1000, 0);
  arrivals.arriving(2000, 1);
  arrivals.arriving(2002, 1.04);

  assert.equal(arrivals.worst, 1000);
});

test('keeps the maximum of the last seconds only', () => {
  const arrivals = new Arrivals();
  arrivals.arriving(0, 0);
  arrivals.arriving(500, 0.1);
  for (let ms = 540; ms < 8000; ms += 40) arrivals.arriving(ms, ms / 1000 - 0.05);

  assert.ok(Math.abs(Number(arrivals.worst) - 50) < 1, `${arrivals.worst} ms`);
});

test('uses the arrival time of a chunk from the edge, unless it is in the future', () => {
  const arrivals = new Arrivals();
  arrivals.chunkCame(5000, 6000, 3);
  assert.equal(arrivals.worst, null);

  arrivals.chunkCame(5000, 4000, 3);

  assert.equal(arrivals.worst, 1000);
});

test('discards measurements before a hole', () => {
  const arrivals = new Arrivals();
  arrivals.arriving(0, 0);
  arrivals.arriving(1000, 0.5);
  arrivals.chunkCame(1100, 1050, 20);

  arrivals.forgetBefore(20);

  assert.equal(arrivals.worst, -18_950);
});

test('keeps the measurement of a chunk whose audio begins a little after its video', () => {
  const arrivals = new Arrivals();
  arrivals.chunkCame(5_000, 5_000, 0);

  arrivals.forgetBefore(0.014);

  assert.equal(arrivals.worst, 5_000);
});
