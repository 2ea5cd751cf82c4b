import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatencyController } from '../src/latency-controller.js';

/**
 * A viewer without a browser: a clock, a playhead that moves at the decided rate, and parts that
 * arrive when the test calls for them.
 */
class Simulation {
  now = 0;
  time = 0;
  rate = 1;
  /** @type {[number, number][]} seconds */
  ranges = [];
  seeks = [];
  stalls = 0;
  live = true;
  hidden = false;
  seeking = false;
  highestRate = 0;
  #frozen = true;

  constructor({ audio = false } = {}) {
    this.edge = new LatencyController();
    this.edge.restart(audio);
  }

  get end() {
    return this.ranges.at(-1)?.[1] ?? 0;
  }

  get lead() {
    return this.end - this.time;
  }

  /** A part arrives, `gap` seconds after the end of the buffer. */
  part(seconds, gap = 0) {
    this.edge.arriving(this.now);
    if (gap > 0 || this.ranges.length === 0) this.ranges.push([this.end + gap, this.end + gap]);
    this.ranges.at(-1)[1] += seconds;
    this.decide();
  }

  decide() {
    const { now, time: currentTime, ranges, live, hidden, seeking } = this;
    const { seekTo, rate } = this.edge.decide({
      now,
      currentTime,
      ranges,
      live,
      hidden,
      seeking,
    });
    if (seekTo !== null) {
      this.seeks.push(seekTo);
      this.time = seekTo;
    }
    this.rate = rate;
    this.highestRate = Math.max(this.highestRate, rate);
    if (rate > 0) this.#frozen = false;
    return rate;
  }

  /** Time passes, ms at a time; a playhead that reaches the end of its range stalls. */
  pass(ms) {
    for (let i = 0; i < ms; i++) {
      this.now++;
      const range = this.ranges.find(([start, end]) => this.time >= start && this.time <= end);
      if (range === undefined) continue;
      this.time = Math.min(range[1], this.time + this.rate / 1000);
      if (this.time < range[1] || this.#frozen || this.rate === 0) continue;
      this.#frozen = true;
      this.stalls++;
      this.edge.stalled(this.now);
      this.edge.hold();
      this.decide();
    }
  }

  /** A publisher with 25 frames/s, each part late by at most `jitter` ms. */
  play(seconds, { partMs = 40, jitter = 0 } = {}) {
    for (let i = 0; i < (seconds * 1000) / partMs; i++) {
      const late = jitter === 0 ? 0 : Math.round(((i * 37) % 100) * (jitter / 100));
      this.pass(late);
      this.part(partMs / 1000);
      this.pass(partMs - late);
    }
  }
}

test('first seeks to the start of the buffer, and holds until enough is buffered', () => {
  const viewer = new Simulation();
  viewer.part(0.04, 1234.5);

  assert.deepEqual(viewer.seeks, [1234.5]);
  assert.equal(viewer.rate, 0);
  viewer.play(1);
  assert.equal(viewer.rate, 1);
  assert.equal(viewer.stalls, 0);
});

test('jumps to the live edge when joining delivers most of a GOP', () => {
  // given a burst of 1.8 s
  const viewer = new Simulation();
  for (let i = 0; i < 45; i++) viewer.part(0.04);

  // when live parts follow
  viewer.play(1);

  // then the viewer is near the end without having played faster
  assert.ok(viewer.lead < 0.5, `${viewer.lead} s behind`);
  assert.equal(viewer.stalls, 0);
});

test('settles at about 50 ms with video only on a network without jitter', () => {
  const viewer = new Simulation();
  viewer.play(180);

  assert.ok(viewer.edge.target < 0.08, `target ${viewer.edge.target}`);
  assert.equal(viewer.stalls, 0);
});

test('keeps at least 150 ms with audio', () => {
  const viewer = new Simulation({ audio: true });
  viewer.play(180);

  assert.ok(viewer.edge.target >= 0.15);
  assert.ok(viewer.lead > 0.1, `lead ${viewer.lead}`);
});

test('keeps its distance on a jittery network instead of stalling repeatedly', () => {
  const viewer = new Simulation();
  viewer.play(120, { partMs: 200, jitter: 150 });

  assert.ok(viewer.stalls <= 1, `${viewer.stalls} stalls`);
});

test('waits from the start for a publisher that sends a second at a time', () => {
  // given a viewer that joins 300 ms after a complete chunk, and receives its arrival time
  const viewer = new Simulation();
  viewer.now = 10_300;
  viewer.edge.chunkCame(viewer.now, 10_000, 5);
  viewer.part(0.04, 5);
  for (let i = 1; i < 25; i++) viewer.part(0.04);
  viewer.pass(50);
  viewer.decide();
  viewer.pass(650);

  // when each second arrives at once
  for (let second = 0; second < 60; second++) {
    for (let i = 0; i < 25; i++) viewer.part(0.04);
    viewer.pass(500);
    viewer.decide();
    viewer.pass(500);
  }

  // then the picture never freezes, and its latency is not higher than necessary
  assert.equal(viewer.stalls, 0);
  assert.ok(viewer.lead < 0.5, `lead ${viewer.lead} just before the next second arrives`);
});

test('keeps more buffer for a publisher whose first bursts are short and grow', () => {
  // given the Clusters of ffmpeg's first seconds of VP9 with Opus: arrival and end times
  const clusters = [
    [0, 0.181],
    [283, 0.461],
    [688, 0.861],
    [812, 1.001],
    [884, 1.061],
    [1281, 1.461],
    [1811, 2.001],
    [1888, 2.061],
    [2366, 2.541],
  ];
  const viewer = new Simulation({ audio: true });
  viewer.now = 5_000;
  viewer.edge.chunkCame(viewer.now, viewer.now, 0);

  // when the viewer has joined before them
  const leads = [];
  for (const [at, end] of clusters) {
    while (viewer.now < 5_000 + at) {
      viewer.pass(1);
      viewer.decide();
    }
    leads.push(viewer.lead);
    // audio begins 14 ms after the video
    if (viewer.end === 0) viewer.part(0.026, 0.014);
    while (viewer.end < end) viewer.part(Math.min(0.04, end - viewer.end));
  }

  // then the buffer was never below the minimum for audio
  const lowest = Math.min(...leads.slice(2));
  assert.ok(lowest >= 0.15, `${lowest} s left`);
  assert.equal(viewer.stalls, 0);
});

test('a viewer that joins between two short bursts is prepared for the long ones', () => {
  // given Clusters of 32 KiB, with more and more frames up to the end of the GOP
  const clusters = [0.08, 0.08, 0.12, 0.12, 0.16, 0.36];
  const watch = (/** @type {(viewer: Simulation) => void} */ told) => {
    const viewer = new Simulation();
    viewer.now = 5_000;
    viewer.edge.chunkCame(viewer.now, viewer.now - 320, 0);
    told(viewer);
    // the chunk so far arrives at once, the rest as it is sent
    for (let i = 0; i < 8; i++) viewer.part(0.04);
    for (const length of [...clusters.slice(4), ...clusters, ...clusters]) {
      viewer.pass(length * 1000);
      for (let sent = 0; sent < length - 0.001; sent += 0.04) viewer.part(0.04);
    }
    return viewer;
  };

  // when one viewer receives the interval and another does not
  const told = watch((viewer) => viewer.edge.expect(viewer.now, 0.36));
  const untold = watch(() => {});

  // then only the other one's picture freezes
  assert.equal(told.stalls, 0);
  assert.equal(untold.stalls, 1);
});

test("the player's own measurement replaces the interval from the edge", () => {
  const viewer = new Simulation();
  viewer.edge.expect(viewer.now, 0.5);
  viewer.play(1);
  assert.ok(viewer.edge.target > 0.7, `target ${viewer.edge.target}`);

  viewer.play(8);
  viewer.edge.expect(viewer.now, 0.5);
  viewer.play(1);

  assert.ok(viewer.edge.target < 0.36, `target ${viewer.edge.target}`);
});

test('lowers its latency soon after an interruption at joining that looked like a burst', () => {
  // given a busy page that counts the first 300 ms as one arrival, and estimates a clock 300 ms
  // slow
  const viewer = new Simulation();
  viewer.now = 5_300;
  viewer.edge.chunkCame(viewer.now, 5_300, 0);
  for (let i = 0; i < 8; i++) viewer.part(0.04);
  assert.ok(viewer.edge.target > 0.4, `target ${viewer.edge.target}`);

  // when parts arrive one by one
  viewer.play(20);

  // then its latency is as low as without the interruption
  assert.ok(viewer.lead < 0.36, `${viewer.lead} s behind`);
  assert.equal(viewer.stalls, 0);
  assert.equal(viewer.seeks.length, 0);
});

test('lowers its latency at once when the next chunk shows that the clock was wrong', () => {
  const viewer = new Simulation();
  viewer.now = 5_300;
  viewer.edge.chunkCame(viewer.now, 5_300, 0);
  for (let i = 0; i < 8; i++) viewer.part(0.04);
  viewer.play(1);

  viewer.edge.forgetArrivals();
  viewer.play(1);

  assert.ok(viewer.lead < 0.36, `${viewer.lead} s behind`);
  assert.equal(viewer.stalls, 0);
});

test('may jump at once after a second join at another position', () => {
  // given a viewer that has jumped repeatedly
  const viewer = new Simulation();
  for (let second = 0; second < 8; second++) {
    for (let i = 0; i < 60; i++) viewer.part(0.04);
    viewer.play(1);
  }
  assert.ok(viewer.seeks.length > 2);

  // when it receives another chunk, most of it at once
  viewer.edge.restart(false);
  viewer.ranges = [];
  viewer.part(0.04, 8);
  for (let i = 0; i < 45; i++) viewer.part(0.04);
  viewer.play(1);

  // then it is near the live edge
  assert.ok(viewer.lead < 0.5, `${viewer.lead} s behind`);
});

test('ignores a chunk whose arrival time is in the future', () => {
  const viewer = new Simulation();
  viewer.edge.chunkCame(0, 60_000, 0);
  viewer.play(30);

  assert.ok(viewer.lead < 0.4, `lead ${viewer.lead}`);
});

test('long parts need a longer buffer', () => {
  const viewer = new Simulation();
  viewer.play(60, { partMs: 500 });

  assert.ok(viewer.edge.target >= 0.625);
  assert.equal(viewer.stalls, 0);
});

test('catches up a short delay by playing at most 5 % faster', () => {
  const viewer = new Simulation();
  viewer.play(10);
  viewer.highestRate = 0;
  for (let i = 0; i < 12; i++) viewer.part(0.04);
  // at first this could be a publisher that sends in bursts
  viewer.play(8);
  assert.equal(viewer.rate, 1.05);

  viewer.play(30);

  assert.equal(viewer.rate, 1);
  assert.equal(viewer.highestRate, 1.05);
  assert.ok(viewer.seeks.length === 0);
});

test('jumps when far behind', () => {
  const viewer = new Simulation();
  viewer.play(10);
  for (let i = 0; i < 75; i++) viewer.part(0.04);

  viewer.play(8);

  assert.ok(viewer.seeks.length >= 1);
  assert.ok(viewer.lead < 1.5, `lead ${viewer.lead}`);
});

test('does not jump repeatedly when a jump does not help', () => {
  // given a slow element for which each jump costs more than it gains
  const viewer = new Simulation();
  viewer.play(5);
  for (let i = 0; i < 60; i++) {
    viewer.part(2, 0);
    viewer.now += 500;
  }

  assert.ok(viewer.seeks.length <= 7, `${viewer.seeks.length} jumps`);
});

test('a stall makes the buffer longer', () => {
  const viewer = new Simulation();
  viewer.play(60);
  const before = viewer.edge.target;
  viewer.pass(600);
  viewer.play(0.2);

  assert.equal(viewer.stalls, 1);
  assert.ok(viewer.edge.target > before);
});

test('jumps over a hole after the pictures before it are shown', () => {
  // given media that continues after a hole of 20 s
  const viewer = new Simulation();
  viewer.live = false;
  viewer.play(2);
  viewer.time = 1.5;
  viewer.part(0.04, 20);
  assert.equal(viewer.seeks.length, 0);

  // when the playhead reaches the hole
  viewer.time = 1.98;
  viewer.part(0.04);

  assert.deepEqual(viewer.seeks, [22]);
});

/** Ten seconds of 40 ms parts, during which the element does not complete a seek. */
function neverArriving(viewer) {
  viewer.seeking = true;
  for (let i = 0; i < 250; i++) {
    viewer.part(0.04);
    viewer.pass(40);
  }
}

test('seeks to the live edge when a seek does not complete', () => {
  const viewer = new Simulation();
  viewer.part(0.5);
  viewer.seeks = [];

  neverArriving(viewer);

  // After 1.5, 3.5 and 7.5 s at the latest: the limit doubles, for seeks that are only slow.
  assert.ok(viewer.seeks.length >= 2 && viewer.seeks.length <= 4, String(viewer.seeks));
  assert.ok(viewer.seeks[0] > 1 && viewer.seeks[0] < 2, String(viewer.seeks));
  viewer.seeking = false;
  viewer.part(0.04);
  assert.ok(viewer.lead < 10 - viewer.seeks[0]);
});

test('does not interrupt a slow seek in the past or in a hidden page', () => {
  for (const state of [{ live: false }, { hidden: true }]) {
    const viewer = Object.assign(new Simulation(), state);
    viewer.part(0.5);
    viewer.seeks = [];

    neverArriving(viewer);

    assert.deepEqual(viewer.seeks, []);
  }
});

test('does not seek or play faster for a viewer in the past', () => {
  const viewer = new Simulation();
  viewer.live = false;
  for (let i = 0; i < 500; i++) viewer.part(0.04);

  assert.deepEqual(viewer.seeks, []);
  assert.equal(viewer.rate, 1);
});

test('does not change the rate in a hidden page', () => {
  const viewer = new Simulation();
  viewer.play(10);
  viewer.hidden = true;
  for (let i = 0; i < 15; i++) viewer.part(0.04);
  viewer.play(1);

  assert.equal(viewer.rate, 1);
});

test('seeks back when the buffer was recreated at an earlier time', () => {
  const viewer = new Simulation();
  viewer.time = 100;
  viewer.ranges = [[5, 5.5]];
  viewer.decide();

  assert.deepEqual(viewer.seeks, [5]);
});

test('seeks back after a restart, and waits while earlier media arrives', () => {
  const viewer = new Simulation();
  viewer.play(10);
  viewer.edge.restart(false);
  viewer.seeks = [];

  // when the next media will reach the playhead soon
  viewer.ranges = [[viewer.time - 0.3, viewer.time - 0.2]];
  viewer.decide();
  assert.deepEqual(viewer.seeks, []);

  // and when it will not
  viewer.ranges = [[1, 1.5]];
  viewer.decide();
  assert.deepEqual(viewer.seeks, [1]);
});

test('keeps its last picture when the browser removes the end of the played media', () => {
  // given a viewer that has played all buffered media
  const viewer = new Simulation({ audio: true });
  viewer.play(6);
  viewer.edge.hold();
  viewer.time = viewer.end;
  viewer.seeks = [];

  // when the last second is no longer buffered
  viewer.ranges = [[0.12, viewer.end - 1]];
  viewer.decide();
  viewer.pass(2000);
  viewer.decide();

  // then it stays, and continues with the next media
  assert.deepEqual(viewer.seeks, []);
  viewer.part(1, 2);
  assert.deepEqual(viewer.seeks, [viewer.ranges.at(-1)[0]]);
});
