import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Backoff } from '../src/backoff.js';
import { FramelogPublisher } from '../src/publisher.js';
import { FakeWebSocket } from './fake-web-socket.js';

/** A feed that the test controls. */
class FakeFeed {
  mimeType = 'video/webm';
  bitsPerSecond = 1_000_000;
  sink = null;
  starts = 0;

  start(sink) {
    this.starts++;
    this.sink = sink;
    sink.begins();
  }

  stop() {
    this.drop();
    return Promise.resolve();
  }

  drop() {
    this.sink = null;
  }
}

class SlowWebSocket extends FakeWebSocket {
  bufferedAmount = 0;
}

/** @type {FakeFeed} */
let feed;
/** @type {FramelogPublisher} */
let publisher;

const socket = () => FakeWebSocket.opened.at(-1);
const piece = (size) => ({ size });

beforeEach((t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after?.(() => mock.timers.reset());
  FakeWebSocket.opened = [];
  feed = new FakeFeed();
  publisher = new FramelogPublisher({
    stream: 'cam1',
    feed,
    server: 'https://ingest.example',
    key: 's3cr3t',
    WebSocket: SlowWebSocket,
    backoff: new Backoff({ random: () => 0.5 }),
  });
});

test.afterEach(() => mock.timers.reset());

function live() {
  publisher.start();
  socket().accept();
  socket().say({ type: 'accepted', stream: 'cam1', session: 7 });
}

test('sends a start before each recording, then its pieces', () => {
  live();
  feed.sink.piece(piece(10));

  assert.equal(socket().url, 'wss://ingest.example/publish/cam1?key=s3cr3t');
  assert.equal(socket().protocol, 'framelog.publish.v1');
  assert.deepEqual(socket().sent, ['{"type":"start"}', piece(10)]);
  assert.equal(publisher.state, 'live');
  assert.equal(publisher.accepted.session, 7);
});

test('drops media on a slow network, reports it, and starts again with a header', () => {
  live();
  socket().bufferedAmount = 300_000;
  feed.sink.piece(piece(10));
  assert.equal(publisher.state, 'dropping');
  assert.equal(feed.sink, null);

  mock.timers.tick(1000);
  assert.equal(publisher.state, 'dropping', 'the backlog stands');

  socket().bufferedAmount = 1000;
  mock.timers.tick(100);
  assert.equal(publisher.state, 'live');
  assert.equal(feed.starts, 2);
  assert.equal(socket().sent.at(-1), '{"type":"start"}');
  assert.equal(publisher.stats.drops, 1);
});

test('reconnects after a lost connection with a new recording', () => {
  live();
  socket().lose();
  assert.equal(publisher.state, 'reconnecting');
  assert.equal(feed.sink, null);

  mock.timers.tick(125);
  socket().accept();
  socket().say({ type: 'accepted', stream: 'cam1', session: 8 });

  assert.equal(FakeWebSocket.opened.length, 2);
  assert.deepEqual(socket().sent, ['{"type":"start"}']);
  assert.equal(publisher.state, 'live');
  assert.equal(publisher.stats.reconnects, 1);
});

test('does not reconnect when the node refuses a retry, and has the reason', () => {
  live();
  socket().say({ type: 'ended', reason: 'taken-over', message: 'by session 9', retry: false });
  socket().lose(4409);
  mock.timers.tick(60_000);

  assert.equal(publisher.state, 'refused');
  assert.equal(publisher.reason, 'by session 9');
  assert.equal(FakeWebSocket.opened.length, 1);
});

test('reconnects when the node stops', () => {
  live();
  socket().say({ type: 'ended', reason: 'shutdown', message: '', retry: true });
  socket().lose(4503);
  mock.timers.tick(125);

  assert.equal(FakeWebSocket.opened.length, 2);
});

test('has the state held while the node pauses it', () => {
  live();
  socket().say({ type: 'paused' });
  assert.equal(publisher.state, 'held');

  socket().say({ type: 'resumed' });
  assert.equal(publisher.state, 'live');
});

test('stops when all is in the log', async () => {
  live();
  const stopped = publisher.stop();
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(publisher.state, 'stopping');
  assert.equal(socket().sent.at(-1), '{"type":"end"}');

  socket().say({ type: 'ended', reason: 'finished', message: '', retry: false });
  socket().lose(1000);
  await stopped;
  assert.equal(publisher.state, 'stopped');
});

test('ends when the camera is disconnected', () => {
  live();
  feed.sink.failed('the camera is no longer available');

  assert.equal(publisher.state, 'failed');
  assert.equal(publisher.reason, 'the camera is no longer available');
});
