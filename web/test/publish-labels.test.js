import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  captureWords,
  formatWords,
  obstacleWords,
  publisherWords,
  rateWords,
} from '../src/pages/publish-labels.js';
import { SendRate } from '../src/send-rate.js';

const failure = (name) => Object.assign(new Error('message of a browser'), { name });

for (const [name, mode, headline] of [
  ['NotAllowedError', 'camera', 'The browser may not use the camera'],
  ['NotAllowedError', 'mirror', 'The browser may not use the camera'],
  ['NotAllowedError', 'screen', 'Nothing was chosen'],
  ['NotFoundError', 'camera', 'The camera was not found'],
  ['NotReadableError', 'camera', 'The camera does not answer'],
]) {
  test(`explains ${name} for ${mode}`, () => {
    const words = captureWords(failure(name), mode);

    assert.equal(words.headline, headline);
    assert.equal(words.tone, 'bad');
    assert.ok(!words.detail.includes('raw words'));
  });
}

test('keeps the message of an unknown error', () => {
  assert.equal(captureWords(failure('OddError'), 'camera').detail, 'message of a browser');
});

test('reports an insecure address before other obstacles', () => {
  const browser = { isSecureContext: false, hasDevices: false, hasRecorder: true };

  assert.match(
    obstacleWords(browser, 'lan:8080/video/publish').detail,
    /https:\/\/lan:8080\/video\/publish/,
  );
  assert.equal(
    obstacleWords({ ...browser, isSecureContext: true }, '').headline,
    'This browser cannot publish',
  );
  assert.equal(
    obstacleWords({ isSecureContext: true, hasDevices: true, hasRecorder: true }, ''),
    null,
  );
});

test('has a text for each state', () => {
  assert.equal(publisherWords('live', '').tone, 'good');
  assert.equal(publisherWords('refused', 'by session 9').detail, 'by session 9');
});

test('names codecs and rates', () => {
  assert.equal(formatWords('video/x-matroska;codecs=avc1.42,opus'), 'H.264 and Opus in WebM');
  assert.equal(formatWords('video/mp4;codecs=av01.0,mp4a.40.2'), 'AV1 and AAC in MP4');
  assert.equal(formatWords('video/webm'), 'WebM');
  assert.equal(formatWords('image/webp'), 'WebP images');
  assert.equal(rateWords(1240), '1,240 kbps');
});

test('counts sent bytes, not queued ones', () => {
  const rate = new SendRate(3000);
  rate.kbps(0, 0);
  rate.add(125_000);
  assert.equal(rate.kbps(1000, 125_000), 0);
  assert.equal(rate.kbps(1000, 0), 1000);
  assert.equal(rate.kbps(10_000, 0), 0, 'long ago');
});
