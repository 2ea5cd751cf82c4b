import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Connection } from '../src/connection.js';
import { FakeWebSocket } from './fake-web-socket.js';

/** Always waits for the whole of the delay. */
const random = () => 1;

let connection;
let events;

beforeEach((t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  FakeWebSocket.opened = [];
  events = [];
  connection = new Connection({
    WebSocket: FakeWebSocket,
    random,
    endpoint: (position, offlineMs) => `ws://edge/?from=${position}&offline=${offlineMs}`,
  });
  for (const type of ['open', 'message', 'init', 'part', 'lost', 'refused']) {
    connection.addEventListener(type, ({ detail }) => events.push([type, detail?.type ?? detail]));
  }
});

const socket = (index = -1) => FakeWebSocket.opened.at(index);
const names = () => events.map(([type]) => type);

function joined() {
  connection.open();
  socket().accept();
  socket().say({ type: 'hello', edge: 'a', time: 1 });
  socket().say({ type: 'start', mime: 'video/mp4', tracks: [] });
  socket().deliver(new ArrayBuffer(3));
  socket().say({ type: 'chunk', position: 'log.101' });
  socket().deliver(new ArrayBuffer(4));
}

test('speaks the subprotocol and tells init segments from parts', () => {
  joined();

  assert.equal(socket().protocol, 'framelog.v1');
  assert.equal(socket().binaryType, 'arraybuffer');
  assert.deepEqual(names(), ['open', 'message', 'message', 'init', 'message', 'part']);
  assert.equal(connection.position, 'log.103');
});

test('comes back at the exact position when the socket is lost', (t) => {
  joined();

  t.mock.timers.tick(500);
  socket().lose();
  assert.equal(connection.state, 'backing-off');
  t.mock.timers.tick(250);

  assert.equal(FakeWebSocket.opened.length, 2);
  assert.equal(socket().url, 'ws://edge/?from=log.103&offline=750');
});

test('waits longer after each failure, and no more once an edge has said hello', (t) => {
  connection.open();
  const delays = [];
  for (let i = 0; i < 3; i++) {
    socket().lose();
    delays.push(events.at(-1)[1].delayMs);
    t.mock.timers.tick(delays.at(-1));
  }
  socket().accept();
  socket().say({ type: 'hello' });
  socket().lose();

  assert.deepEqual(delays, [250, 500, 1000]);
  assert.equal(events.at(-1)[1].delayMs, 250);
});

test('an edge that accepts and drops is not hammered', (t) => {
  connection.open();
  socket().accept();
  socket().lose();
  t.mock.timers.tick(250);
  socket().accept();
  socket().lose();

  assert.equal(events.at(-1)[1].delayMs, 500);
});

test('reads on from a draining edge until the new socket is due', (t) => {
  // given a viewer that was told to move within 400 ms
  joined();
  socket().say({ type: 'moved', retryMs: 400 });

  // when parts still come
  t.mock.timers.tick(399);
  socket().deliver(new ArrayBuffer(1));
  t.mock.timers.tick(1);

  // then it resumes after the last of them, and the old socket is closed and no longer heard
  assert.equal(socket().url, 'ws://edge/?from=log.104&offline=1');
  assert.equal(socket(0).readyState, FakeWebSocket.CLOSED);
  socket(0).deliver(new ArrayBuffer(1));
  assert.equal(connection.position, 'log.104');
});

test('a draining edge that closes early does not hasten the viewers', (t) => {
  joined();
  socket().say({ type: 'moved', retryMs: 400 });
  socket().lose(1000);

  t.mock.timers.tick(399);
  assert.equal(FakeWebSocket.opened.length, 1);
  t.mock.timers.tick(1);
  assert.equal(FakeWebSocket.opened.length, 2);
});

test('gives up where the name can be no stream', (t) => {
  connection.open();
  socket().lose(4004, 'no such name');
  t.mock.timers.tick(60_000);

  assert.deepEqual(events, [['refused', { code: 4004, reason: 'no such name' }]]);
  assert.equal(connection.state, 'closed');
  assert.equal(FakeWebSocket.opened.length, 1);
});

test('tries at once when the network is back', () => {
  joined();
  socket().lose();
  connection.retryNow();

  assert.equal(FakeWebSocket.opened.length, 2);
});

test('sends only over an open socket', () => {
  connection.open();
  assert.equal(connection.send({ type: 'live' }), false);
  socket().accept();

  assert.equal(connection.send({ type: 'live' }), true);
  assert.deepEqual(socket().sent, ['{"type":"live"}']);
});

test('stays closed', (t) => {
  joined();
  connection.close();
  t.mock.timers.tick(60_000);
  connection.open();

  assert.equal(FakeWebSocket.opened.length, 1);
  assert.equal(socket().readyState, FakeWebSocket.CLOSED);
});
