import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EdgeClock, StallCounter } from '../src/stats.js';

test('a freeze that ends is one stall, however often it is reported', () => {
  const stalls = new StallCounter();
  stalls.freeze(1000);
  stalls.freeze(1100);

  assert.equal(stalls.thaw(1400), true);
  assert.equal(stalls.thaw(1500), false);
  assert.equal(stalls.count, 1);
  assert.equal(stalls.totalMs, 400);
});

test('a freeze at the end of a session is not a stall', () => {
  const stalls = new StallCounter();
  stalls.freeze(1000);
  stalls.excuse();

  assert.equal(stalls.thaw(9000), false);
  assert.equal(stalls.count, 0);
});

test("estimates the edge's clock", (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const clock = new EdgeClock();
  clock.set(1_005_000);
  t.mock.timers.tick(250);

  assert.equal(clock.now(), 1_005_250);
});

test('a late hello is corrected by a later event', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_300 });
  const clock = new EdgeClock();
  clock.set(1_000_000);

  assert.equal(clock.isPast(1_000_040), false);
  assert.equal(clock.isPast(1_000_300), true);
  assert.equal(clock.isPast(1_000_100), false);

  assert.equal(clock.now(), 1_000_300);
});

test('an age is never negative', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const clock = new EdgeClock();
  clock.set(2_000_000);

  assert.equal(clock.elapsedSince(2_000_148), 0);
  assert.equal(clock.elapsedSince(1_999_700), 300);
});
