import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launchChromium } from './support/chromium.js';
import { aac, h264, h264WithAac, h264WithAacThatEnds, vp8 } from './support/clips.js';
import { logOf } from './support/log.js';
import { TestEdge } from './support/test-edge.js';

/** Tests of the player in Chromium, with media from ffmpeg. */

let browser;
let edge;
let page;
const avc = h264();
const avcAac = h264WithAac();
const vp = vp8();

before(async () => {
  browser = await launchChromium();
});
afterEach(async () => {
  await page?.close();
  edge?.close();
});
after(() => browser?.close());

/**
 * @param log
 * @param {string} [path] of the page
 * @param {string} [from] server of the page, if not the edge
 */
async function watch(log, path = '/watch/cam1', from) {
  edge = await new TestEdge(log).start();
  page = await browser.newPage({ viewport: { width: 960, height: 540 } });
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'warning') page.problems.push(message.text());
  });
  await page.addInitScript(() => {
    globalThis.sources = [];
    const keep = ({ target }) => globalThis.sources.push(target.currentSrc);
    document.addEventListener('loadstart', keep, { capture: true });
    globalThis.lateMs = 0;
    let due = performance.now();
    setInterval(() => {
      const lateMs = performance.now() - due;
      if (lateMs > 20) globalThis.lateMs += lateMs;
      due = performance.now() + 10;
    }, 10);
  });
  await page.goto(from === undefined ? edge.url + path : `${from}${path}&server=${edge.url}`);
}

/** Number of MediaSources that the video has had. */
const sources = () => page.evaluate(() => new Set(globalThis.sources).size);

const state = (wanted) =>
  page.waitForFunction((name) => globalThis.framelog?.state === name, wanted, { timeout: 10_000 });

const shown = (seconds) =>
  page.waitForFunction((time) => document.querySelector('video').currentTime >= time, seconds, {
    timeout: 20_000,
  });

/** Waits for a latency below the given one; a busy machine can delay a player for some seconds. */
const youngerThan = async (latencyMs) => {
  try {
    await page.waitForFunction(
      (most) => (globalThis.framelog.stats.latencyMs ?? Infinity) < most,
      latencyMs,
      { timeout: 30_000 },
    );
  } catch (cause) {
    throw new Error(`not within ${latencyMs} ms: ${JSON.stringify(await stats())}`, { cause });
  }
};

const stats = () =>
  page.evaluate(() => ({
    ...globalThis.framelog.stats,
    state: globalThis.framelog.state,
    lateMs: globalThis.lateMs,
    time: document.querySelector('video').currentTime,
    error: document.querySelector('video').error?.message ?? null,
  }));

/**
 * Starts to check for stalls that the player has caused. A machine that sends parts late, or does
 * not run the page in time, also freezes the picture, but for no longer than it is late.
 *
 * @returns {Promise<() => Promise<void>>} rejects when a longer stall has occurred since
 */
const watchForStalls = async () => {
  const edgeLateMs = edge.lateMs;
  const before = await stats();
  return async () => {
    const { stalledMs, lateMs } = await stats();
    const late = lateMs - before.lateMs + edge.lateMs - edgeLateMs;
    const stalled = stalledMs - before.stalledMs;
    assert.ok(stalled <= late, `stalled for ${stalled} ms, the machine was late by ${late} ms`);
  };
};

/** Number of different colours in a small copy of the picture: 1 when it is blank. */
const colours = () =>
  page.evaluate(() => {
    const canvas = new OffscreenCanvas(64, 36);
    const context = canvas.getContext('2d');
    context.drawImage(document.querySelector('video'), 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4)
      seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return seen.size;
  });

test('plays five seconds of H.264 without a stall, at the live edge', async () => {
  // given a stream that was live before the viewer joins
  await watch(logOf([{ clip: avc, seconds: 40 }]));

  // when it has played for five seconds
  await state('playing');
  const noStalls = await watchForStalls();
  await shown(6);

  // then nothing froze, the picture is not blank and its latency is low
  await youngerThan(400);
  await noStalls();
  const seen = await stats();
  assert.ok(seen.decodedFrames >= 120, `${seen.decodedFrames} frames decoded`);
  assert.ok((await colours()) > 20);
  assert.deepEqual(page.problems, []);
});

test('plays H.264 with AAC without a stall', async () => {
  await watch(logOf([{ clip: avcAac, seconds: 40 }]));

  await state('playing');
  const noStalls = await watchForStalls();
  await shown(6);

  await youngerThan(700);
  await noStalls();
  assert.deepEqual(page.problems, []);
});

test('continues at the exact position when its connection is lost', async () => {
  // given a playing viewer
  await watch(logOf([{ clip: avc, seconds: 12 }]));
  await shown(3);

  // when its socket is cut
  edge.dropViewers();
  await page.waitForFunction(() => globalThis.framelog.stats.reconnects === 1);
  await shown(6);

  // then it reconnected with a position and nothing is missing in the buffer
  assert.match(edge.viewers[1], /^from=c0ffee01\.\d+$/);
  const holes = await page.evaluate(() => document.querySelector('video').buffered.length - 1);
  assert.equal(holes, 0);
  assert.equal((await stats()).error, null);
});

test('shows what it waits for when there is no keyframe to start with', async () => {
  await watch([]);
  edge.greeting = [{ type: 'gap', reason: 'long-chunk', chunks: 1, advice: 'set -g 50' }];
  await page.reload();

  await state('awaiting');
  assert.match(
    await page.locator('#notice').innerText(),
    /Waiting for the picture\s+It starts with the publisher's next keyframe. Publisher: set -g 50./,
  );

  edge.greeting = [{ type: 'heartbeat' }];
  await page.reload();
  await state('awaiting');
  assert.match(
    await page.locator('#notice').innerText(),
    /no media yet that a player can start with/,
  );
});

test('moves to another edge on request without losing a part', async () => {
  await watch(logOf([{ clip: avc, seconds: 12 }]));
  await shown(3);
  const noStalls = await watchForStalls();

  edge.moveViewers();
  await shown(6);

  assert.equal(edge.viewers.length, 2);
  assert.match(edge.viewers[1], /^from=/);
  const seen = await stats();
  assert.equal(seen.reconnects, 0, 'the connection was lost, not handed over');
  assert.ok(edge.toldLaterViewers[0][0] > 0, 'the old connection ended before the new one began');
  await noStalls();
  assert.equal(await page.evaluate(() => document.querySelector('video').buffered.length), 1);
});

test('waits while there is no publisher and continues with the next session', async () => {
  // given a publisher that ends after three seconds, and another session two seconds later
  await watch(
    logOf([
      { clip: avc, seconds: 3, end: true },
      { clip: avc, seconds: 5, silence: 2 },
    ]),
  );

  await state('playing');
  const noStalls = await watchForStalls();

  // when the first one has ended
  await state('waiting');
  assert.match(await page.locator('#notice').innerText(), /Waiting for a publisher/);

  // then the second one plays in the same element, and the pause was no stall
  await state('playing');
  await shown(5);
  const seen = await stats();
  assert.equal(seen.error, null);
  assert.equal(edge.viewers.length, 1);
  await noStalls();
});

test('keeps its last picture when a publisher ends with holes in its audio', async () => {
  // given six seconds, the last of them with holes
  await watch(logOf([{ clip: h264WithAacThatEnds(6), seconds: 6, end: true }]));
  await shown(1);
  const seeks = page.evaluate(
    () =>
      new Promise((resolve) => {
        const video = document.querySelector('video');
        const places = [];
        video.addEventListener('seeking', () => places.push(video.currentTime));
        const look = () => {
          const over = globalThis.framelog.state === 'waiting' && video.readyState < 3;
          if (over) setTimeout(() => resolve(places), 0);
        };
        video.addEventListener('waiting', look);
      }),
  );

  // when it has played all media
  await state('waiting');

  // then it has never jumped back
  for (const place of await seeks) assert.ok(place > 1, `went to ${place}`);
  assert.ok((await stats()).time > 5);
  assert.ok((await colours()) > 20);
});

test('continues when the codec changes from H.264 to VP8', async () => {
  await watch(
    logOf([
      { clip: avc, seconds: 3 },
      { clip: vp, seconds: 5 },
    ]),
  );

  await shown(6);

  const seen = await stats();
  assert.equal(seen.error, null);
  assert.equal(await sources(), 1);
  assert.ok((await colours()) > 20);
  assert.deepEqual(page.problems, []);
});

for (const [name, first, second] of [
  ['goes', avcAac, avc],
  ['comes', avc, avcAac],
]) {
  test(`continues in a new MediaSource when the audio ${name}`, async () => {
    await watch(
      logOf([
        { clip: first, seconds: 3 },
        { clip: second, seconds: 5 },
      ]),
    );

    await shown(6);

    const seen = await stats();
    assert.equal(seen.error, null);
    assert.equal(await sources(), 2);
    assert.match(await page.evaluate(() => document.querySelector('video').poster), /^data:image/);
    assert.equal(seen.state, 'playing');
    assert.deepEqual(page.problems, []);
  });
}

test('sends a pause to the edge, and returns to live on a click', async () => {
  await watch(logOf([{ clip: avc, seconds: 10 }]));
  await shown(1.5);

  await page.keyboard.press('k');
  await state('paused');
  await page.keyboard.press('l');
  await state('playing');

  const types = edge.heard.map(({ type }) => type).filter((type) => type !== 'stats');
  assert.deepEqual(types.slice(0, 2), ['pause', 'live']);
});

test('plays from a position in the past, and returns to live', async () => {
  // given a viewer five seconds into the stream
  await watch(logOf([{ clip: avc, seconds: 40 }]));
  await shown(5);

  // when it seeks to the second chunk
  const second = await page.evaluate(() => {
    globalThis.framelog.seek('c0ffee01.26');
    return globalThis.framelog.live;
  });
  assert.equal(second, false);
  await page.waitForFunction(() => {
    const { currentTime } = document.querySelector('video');
    return currentTime > 1.5 && currentTime < 3.5 && globalThis.framelog.state === 'playing';
  });
  assert.ok((await stats()).latencyMs > 2000);

  // then it plays there, and one key returns it to the live edge
  await page.keyboard.press('l');
  await shown(6);
  await page.waitForFunction(() => globalThis.framelog.stats.latencyMs < 1000);
  assert.equal(await page.locator('#live').getAttribute('aria-pressed'), 'true');
});

test('reports a codec that the browser cannot play', async () => {
  const odd = { ...avc, mime: 'video/mp4; codecs="xyz1"' };
  await watch(logOf([{ clip: odd, seconds: 5 }]));

  await state('unsupported');

  assert.match(await page.locator('#notice').innerText(), /cannot play this stream/);
});

test('the minimal example plays', async () => {
  await watch(logOf([{ clip: avcAac, seconds: 10 }]), '/sdk/examples/minimal.html?stream=cam1');

  await shown(4);

  assert.ok((await colours()) > 20);
  assert.deepEqual(page.problems, []);
});

test('the minimal example plays from a file and from another website', async () => {
  const website = await new TestEdge().start();
  const folder = new URL('../..', import.meta.url).href;
  for (const from of [website.url + '/sdk/', folder]) {
    await watch(logOf([{ clip: avcAac, seconds: 5 }]), 'examples/minimal.html?stream=cam1', from);

    await shown(1);

    assert.deepEqual(page.problems, []);
    await page.close();
    edge.close();
  }
  website.close();
});

test('the list shows live streams and opens them by keyboard', async () => {
  // given a page that was opened before any stream is live
  await watch(logOf([{ clip: avc, seconds: 12 }]), '/');
  await page.getByText('Nothing is live yet').waitFor();

  // when a stream appears
  edge.live = [
    { id: 'cam1', mime: avc.mime, tracks: avc.tracks, since: new Date().toISOString(), viewers: 3 },
  ];

  // then it is listed, previews on focus, and opens with the keyboard
  await page.getByText('1 stream is live').waitFor();
  await page.keyboard.press('Tab');
  await page.locator('.tile video').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/watch/cam1');
  await state('playing');
});

test('the page shows that the sound is left out, and why', async () => {
  // given a publisher of MP2
  const reason = 'Framelog does not carry this codec; add ?transcode=audio to the title to hear it';
  const ignoredTracks = [{ id: 2, kind: 'audio', codec: 'mp2', language: 'deu', reason }];
  await watch(logOf([{ clip: { ...avc, ignoredTracks }, seconds: 40 }]));

  // when it plays
  await state('playing');

  // then the text is shown, and announced to screen readers
  const told = page.getByRole('status', { name: 'Tracks that are left out' });
  await told.waitFor({ timeout: 10_000 });
  assert.equal(
    await told.innerText(),
    'No sound: MP2 (deu). Framelog does not carry this codec.' +
      ' Publisher: add ?transcode=audio to the title to hear it.',
  );
  assert.equal(await page.locator('#sound-only').isVisible(), false);
  assert.deepEqual(page.problems, []);
});

test('an audio stream has a page with its name and permanent controls', async () => {
  await watch(logOf([{ clip: aac(), seconds: 38 }]), '/watch/site-a/radio');

  await state('playing');

  const placeholder = page.locator('#sound-only');
  assert.match(await placeholder.innerText(), /site-a\/radio\s+Sound only/);
  assert.equal(await page.getByRole('status', { name: 'Tracks that are left out' }).count(), 0);
  await shown(4);
  assert.equal(await page.getByRole('button', { name: 'Pause' }).isVisible(), true);
  await page.getByRole('button', { name: 'Tap for sound' }).click();
  assert.equal(await page.evaluate(() => document.querySelector('video').muted), false);
  await page.getByRole('button', { name: 'Pause' }).click();
  await state('paused');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await state('playing');
  assert.deepEqual(page.problems, []);
});
