import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatencyController } from '../src/latency-controller.js';

/**
 * A viewer without a browser: a clock, a playhead that moves at the rate it is told, and parts that
 * come when the test says so.
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

  /** A part comes, `gap` seconds after the end of the buffer. */
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

  /** A publisher at 25 fps, each part late by at most `jitter` ms. */
  play(seconds, { partMs = 40, jitter = 0 } = {}) {
    for (let i = 0; i < (seconds * 1000) / partMs; i++) {
      const late = jitter === 0 ? 0 : Math.round(((i * 37) % 100) * (jitter / 100));
      this.pass(late);
      this.part(partMs / 1000);
      this.pass(partMs - late);
    }
  }
}

test('first goes to where the buffer begins, and holds until there is enough', () => {
  const viewer = new Simulation();
  viewer.part(0.04, 1234.5);

  assert.deepEqual(viewer.seeks, [1234.5]);
  assert.equal(viewer.rate, 0);
  viewer.play(1);
  assert.equal(viewer.rate, 1);
  assert.equal(viewer.stalls, 0);
});

test('jumps to the live end when the join brings most of a GOP', () => {
  // given a burst of 1.8 s
  const viewer = new Simulation();
  for (let i = 0; i < 45; i++) viewer.part(0.04);

  // when live parts follow
  viewer.play(1);

  // then the viewer is near the end without having hurried
  assert.ok(viewer.lead < 0.5, `${viewer.lead} s behind`);
  assert.equal(viewer.stalls, 0);
});

test('comes down to about 50 ms of pictures on a quiet network', () => {
  const viewer = new Simulation();
  viewer.play(180);

  assert.ok(viewer.edge.target < 0.08, `target ${viewer.edge.target}`);
  assert.equal(viewer.stalls, 0);
});

test('keeps 150 ms at least where there is sound', () => {
  const viewer = new Simulation({ audio: true });
  viewer.play(180);

  assert.ok(viewer.edge.target >= 0.15);
  assert.ok(viewer.lead > 0.1, `lead ${viewer.lead}`);
});

test('keeps its distance on a jittery network instead of stalling time and again', () => {
  const viewer = new Simulation();
  viewer.play(120, { partMs: 200, jitter: 150 });

  assert.ok(viewer.stalls <= 1, `${viewer.stalls} stalls`);
});

test('a publisher that sends a second at a time is waited for from the first second on', () => {
  // given a viewer that joins 300 ms after a chunk came whole, and is told when it came
  const viewer = new Simulation();
  viewer.now = 10_300;
  viewer.edge.chunkCame(viewer.now, 10_000, 5);
  viewer.part(0.04, 5);
  for (let i = 1; i < 25; i++) viewer.part(0.04);
  viewer.pass(50);
  viewer.decide();
  viewer.pass(650);

  // when each second comes at once
  for (let second = 0; second < 60; second++) {
    for (let i = 0; i < 25; i++) viewer.part(0.04);
    viewer.pass(500);
    viewer.decide();
    viewer.pass(500);
  }

  // then the picture never stands, and is not further behind than it must be
  assert.equal(viewer.stalls, 0);
  assert.ok(viewer.lead < 0.5, `lead ${viewer.lead} just before the next second comes`);
});

test('is careful with a publisher whose first bursts are short and grow', () => {
  // given the Clusters of ffmpeg's first seconds of VP9 with Opus: when they came, and what they end at
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

  // when the viewer was there before them
  const leads = [];
  for (const [at, end] of clusters) {
    while (viewer.now < 5_000 + at) {
      viewer.pass(1);
      viewer.decide();
    }
    leads.push(viewer.lead);
    // sound begins 14 ms after the pictures
    if (viewer.end === 0) viewer.part(0.026, 0.014);
    while (viewer.end < end) viewer.part(Math.min(0.04, end - viewer.end));
  }

  // then it never ran below what sound needs
  const lowest = Math.min(...leads.slice(2));
  assert.ok(lowest >= 0.15, `${lowest} s left`);
  assert.equal(viewer.stalls, 0);
});

test('one who joins between two short bursts is told of the long ones', () => {
  // given Clusters of 32 KiB, ever more frames each up to the end of the GOP
  const clusters = [0.08, 0.08, 0.12, 0.12, 0.16, 0.36];
  const watch = (/** @type {(viewer: Simulation) => void} */ told) => {
    const viewer = new Simulation();
    viewer.now = 5_000;
    viewer.edge.chunkCame(viewer.now, viewer.now - 320, 0);
    told(viewer);
    // the chunk so far comes at once, the rest as it is sent
    for (let i = 0; i < 8; i++) viewer.part(0.04);
    for (const length of [...clusters.slice(4), ...clusters, ...clusters]) {
      viewer.pass(length * 1000);
      for (let sent = 0; sent < length - 0.001; sent += 0.04) viewer.part(0.04);
    }
    return viewer;
  };

  // when one is told and another is not
  const told = watch((viewer) => viewer.edge.expect(viewer.now, 0.36));
  const untold = watch(() => {});

  // then only the picture of the other stands
  assert.equal(told.stalls, 0);
  assert.equal(untold.stalls, 1);
});

test('what the edge says of bursts does not outweigh what the player saw itself', () => {
  const viewer = new Simulation();
  viewer.edge.expect(viewer.now, 0.5);
  viewer.play(1);
  assert.ok(viewer.edge.target > 0.7, `target ${viewer.edge.target}`);

  viewer.play(8);
  viewer.edge.expect(viewer.now, 0.5);
  viewer.play(1);

  assert.ok(viewer.edge.target < 0.36, `target ${viewer.edge.target}`);
});

test('is as near as ever soon after a hiccup at joining that looked like a burst', () => {
  // given a page so busy that it takes the first 300 ms for one arrival, and the clock for 300 ms slow
  const viewer = new Simulation();
  viewer.now = 5_300;
  viewer.edge.chunkCame(viewer.now, 5_300, 0);
  for (let i = 0; i < 8; i++) viewer.part(0.04);
  assert.ok(viewer.edge.target > 0.4, `target ${viewer.edge.target}`);

  // when parts come one by one
  viewer.play(20);

  // then it is where it would have been
  assert.ok(viewer.lead < 0.36, `${viewer.lead} s behind`);
  assert.equal(viewer.stalls, 0);
  assert.equal(viewer.seeks.length, 0);
});

test('is near at once when the next chunk shows that the clock was wrong', () => {
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

test('the second join at another place may jump at once', () => {
  // given a viewer that jumped time and again
  const viewer = new Simulation();
  for (let second = 0; second < 8; second++) {
    for (let i = 0; i < 60; i++) viewer.part(0.04);
    viewer.play(1);
  }
  assert.ok(viewer.seeks.length > 2);

  // when it is given another chunk, most of it at once
  viewer.edge.restart(false);
  viewer.ranges = [];
  viewer.part(0.04, 8);
  for (let i = 0; i < 45; i++) viewer.part(0.04);
  viewer.play(1);

  // then it is near the end
  assert.ok(viewer.lead < 0.5, `${viewer.lead} s behind`);
});

test('does not believe a chunk that came later than now', () => {
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

test('makes up for a short delay by playing faster, at most 5 %, and not for ever', () => {
  const viewer = new Simulation();
  viewer.play(10);
  viewer.highestRate = 0;
  for (let i = 0; i < 12; i++) viewer.part(0.04);
  // at first it might be a publisher that sends in bursts
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

test('does not jump on and on where a jump does not help', () => {
  // given an element so slow that each jump costs more than it gains
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

test('goes over a hole once the pictures before it are shown', () => {
  // given media that goes on after a hole of 20 s
  const viewer = new Simulation();
  viewer.live = false;
  viewer.play(2);
  viewer.time = 1.5;
  viewer.part(0.04, 20);
  assert.equal(viewer.seeks.length, 0);

  // when the playhead comes to the hole
  viewer.time = 1.98;
  viewer.part(0.04);

  assert.deepEqual(viewer.seeks, [22]);
});

/** Ten seconds of 40 ms parts, the element on its way all the time. */
function neverArriving(viewer) {
  viewer.seeking = true;
  for (let i = 0; i < 250; i++) {
    viewer.part(0.04);
    viewer.pass(40);
  }
}

test('goes on to the live end when the element does not arrive where it was sent', () => {
  const viewer = new Simulation();
  viewer.part(0.5);
  viewer.seeks = [];

  neverArriving(viewer);

  // After 1.5, 3.5 and 7.5 s at the latest: what only takes long is given longer each time.
  assert.ok(viewer.seeks.length >= 2 && viewer.seeks.length <= 4, String(viewer.seeks));
  assert.ok(viewer.seeks[0] > 1 && viewer.seeks[0] < 2, String(viewer.seeks));
  viewer.seeking = false;
  viewer.part(0.04);
  assert.ok(viewer.lead < 10 - viewer.seeks[0]);
});

test('leaves an element alone that takes its time in the past, or while nobody looks', () => {
  for (const state of [{ live: false }, { hidden: true }]) {
    const viewer = Object.assign(new Simulation(), state);
    viewer.part(0.5);
    viewer.seeks = [];

    neverArriving(viewer);

    assert.deepEqual(viewer.seeks, []);
  }
});

test('a viewer in the past is neither hurried nor moved', () => {
  const viewer = new Simulation();
  viewer.live = false;
  for (let i = 0; i < 500; i++) viewer.part(0.04);

  assert.deepEqual(viewer.seeks, []);
  assert.equal(viewer.rate, 1);
});

test('changes no rate while nobody looks', () => {
  const viewer = new Simulation();
  viewer.play(10);
  viewer.hidden = true;
  for (let i = 0; i < 15; i++) viewer.part(0.04);
  viewer.play(1);

  assert.equal(viewer.rate, 1);
});

test('goes back when the buffer was made anew at an earlier time', () => {
  const viewer = new Simulation();
  viewer.time = 100;
  viewer.ranges = [[5, 5.5]];
  viewer.decide();

  assert.deepEqual(viewer.seeks, [5]);
});

test('goes back after a restart, and waits while the earlier media comes', () => {
  const viewer = new Simulation();
  viewer.play(10);
  viewer.edge.restart(false);
  viewer.seeks = [];

  // when what comes will reach the playhead soon
  viewer.ranges = [[viewer.time - 0.3, viewer.time - 0.2]];
  viewer.decide();
  assert.deepEqual(viewer.seeks, []);

  // and when it will not
  viewer.ranges = [[1, 1.5]];
  viewer.decide();
  assert.deepEqual(viewer.seeks, [1]);
});

test('keeps its last picture when the browser takes back the end of what it has played', () => {
  // given a viewer that has played all that was there
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

  // then it stays, and plays on with what comes
  assert.deepEqual(viewer.seeks, []);
  viewer.part(1, 2);
  assert.deepEqual(viewer.seeks, [viewer.ranges.at(-1)[0]]);
});
