import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from '../src/arrivals.js';

test('knows nothing before it has seen two arrivals', () => {
  const arrivals = new Arrivals();
  assert.equal(arrivals.worst, null);

  arrivals.grew(1000, 0);

  assert.equal(arrivals.worst, null);
});

test('takes appends in quick succession for one arrival', () => {
  const arrivals = new Arrivals();
  arrivals.grew(1000, 0);
  arrivals.grew(2000, 1);
  arrivals.grew(2002, 1.04);

  assert.equal(arrivals.worst, 1000);
});

test('keeps the worst of the last seconds only', () => {
  const arrivals = new Arrivals();
  arrivals.grew(0, 0);
  arrivals.grew(500, 0.1);
  for (let ms = 540; ms < 8000; ms += 40) arrivals.grew(ms, ms / 1000 - 0.05);

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
  arrivals.grew(0, 0);
  arrivals.grew(1000, 0.5);
  arrivals.chunkCame(1100, 1050, 20);

  arrivals.forgetBefore(20);

  assert.equal(arrivals.worst, -18_950);
});
