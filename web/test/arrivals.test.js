import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from '../src/arrivals.js';

test('knows nothing before it has seen two arrivals', () => {
  const arrivals = new Arrivals();
  assert.equal(arrivals.worst, null);

  arrivals.arriving(1000, 0);

  assert.equal(arrivals.worst, null);
});

test('takes parts in quick succession for one arrival', () => {
  const arrivals = new Arrivals();
  arrivals.arriving(1000, 0);
  arrivals.arriving(2000, 1);
  arrivals.arriving(2002, 1.04);

  assert.equal(arrivals.worst, 1000);
});

test('keeps the worst of the last seconds only', () => {
  const arrivals = new Arrivals();
  arrivals.arriving(0, 0);
  arrivals.arriving(500, 0.1);
  for (let ms = 540; ms < 8000; ms += 40) arrivals.arriving(ms, ms / 1000 - 0.05);

  assert.ok(Math.abs(Number(arrivals.worst) - 50) < 1, `${arrivals.worst} ms`);
});

test('believes the edge on when a chunk came, unless that is still to be', () => {
  const arrivals = new Arrivals();
  arrivals.chunkCame(5000, 6000, 3);
  assert.equal(arrivals.worst, null);

  arrivals.chunkCame(5000, 4000, 3);

  assert.equal(arrivals.worst, 1000);
});

test('forgets what was measured before a hole', () => {
  const arrivals = new Arrivals();
  arrivals.arriving(0, 0);
  arrivals.arriving(1000, 0.5);
  arrivals.chunkCame(1100, 1050, 20);

  arrivals.forgetBefore(20);

  assert.equal(arrivals.worst, -18_950);
});

test('keeps what it knows of a chunk whose sound begins a little after its pictures', () => {
  const arrivals = new Arrivals();
  arrivals.chunkCame(5_000, 5_000, 0);

  arrivals.forgetBefore(0.014);

  assert.equal(arrivals.worst, 5_000);
});
