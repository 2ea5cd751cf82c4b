import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../src/backoff.js';

test('doubles up to its limit, and starts again after a success', () => {
  const backoff = new Backoff({ firstMs: 100, limitMs: 500, random: () => 1 });

  assert.deepEqual(
    [1, 2, 3, 4, 5].map(() => backoff.next()),
    [100, 200, 400, 500, 500],
  );
  backoff.reset();
  assert.equal(backoff.next(), 100);
});

test('draws delays from the whole range', () => {
  assert.equal(new Backoff({ firstMs: 100, random: () => 0.25 }).next(), 25);
});
