import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecorderFeed } from '../src/recorder-feed.js';
import { recordingType } from '../src/recording-type.js';

class FakeRecorder {
  static made = [];
  static isTypeSupported = () => true;
  state = 'inactive';

  constructor(media, options) {
    this.options = options;
    this.mimeType = options.mimeType;
    FakeRecorder.made.push(this);
  }

  start(timeslice) {
    this.timeslice = timeslice;
    this.state = 'recording';
  }

  stop() {
    this.state = 'inactive';
    queueMicrotask(() => {
      this.ondataavailable({ data: { size: 1, last: true } });
      this.onstop();
    });
  }

  give(size) {
    this.ondataavailable({ data: { size } });
  }
}

function sink() {
  const told = [];
  return {
    told,
    begins: () => told.push('begins'),
    piece: ({ size, last }) => told.push(last ? 'last' : size),
    failed: (reason) => told.push(reason),
  };
}

const media = (video = 1, audio = 1, live = true) => ({
  getVideoTracks: () => Array(video).fill({}),
  getAudioTracks: () => Array(audio).fill({}),
  getTracks: () => [{ readyState: live ? 'live' : 'ended' }],
});

function feed(from = media()) {
  FakeRecorder.made = [];
  return new RecorderFeed(from, { MediaRecorder: FakeRecorder });
}

test('requests a keyframe a second and delivers pieces after one begin', () => {
  const to = sink();
  feed().start(to);
  const [recorder] = FakeRecorder.made;
  recorder.give(0);
  recorder.give(5);
  recorder.give(6);

  assert.equal(recorder.options.videoKeyFrameIntervalDuration, 1000);
  assert.deepEqual(to.told, ['begins', 5, 6]);
});

test('delivers the last piece before it is stopped', async () => {
  const to = sink();
  const recording = feed();
  recording.start(to);
  FakeRecorder.made[0].give(5);
  await recording.stop();

  assert.deepEqual(to.told, ['begins', 5, 'last']);
});

test('delivers nothing after a drop', async () => {
  const to = sink();
  const recording = feed();
  recording.start(to);
  FakeRecorder.made[0].give(5);
  recording.drop();
  await new Promise(setImmediate);

  assert.deepEqual(to.told, ['begins', 5]);
});

test('finishes one recording before it begins the next', async () => {
  const to = sink();
  const recording = feed();
  recording.start(to);
  FakeRecorder.made[0].give(5);
  recording.restart();
  await new Promise(setImmediate);
  FakeRecorder.made[1].give(7);

  assert.deepEqual(to.told, ['begins', 5, 'last', 'begins', 7]);
});

test('starts another recording when a track has ended the recorder', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const to = sink();
  feed().start(to);
  FakeRecorder.made[0].give(5);
  FakeRecorder.made[0].onstop();
  t.mock.timers.tick(500);
  FakeRecorder.made[1].give(6);

  assert.deepEqual(to.told, ['begins', 5, 'begins', 6]);
});

test('fails when there is no track left to record', () => {
  const to = sink();
  feed(media(1, 1, false)).start(to);
  FakeRecorder.made[0].onstop();

  assert.deepEqual(to.told, ['the camera or the screen is no longer available']);
});

test('prefers H.264, and omits the audio codec without an audio track', () => {
  const only = (...types) => ({ isTypeSupported: (type) => types.includes(type) });
  const vp8 = 'video/webm;codecs="vp8,opus"';

  assert.equal(recordingType(media(), FakeRecorder), 'video/webm;codecs="avc1.42e01f,opus"');
  assert.equal(recordingType(media(), only(vp8)), vp8);
  assert.equal(recordingType(media(1, 0), FakeRecorder), 'video/webm;codecs="avc1.42e01f"');
  assert.equal(recordingType(media(0, 1), FakeRecorder), 'audio/webm;codecs="opus"');
  assert.throws(() => recordingType(media(), only()), /cannot record/);
});
