import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Connection } from '../src/connection.js';
import { FakeWebSocket } from './fake-web-socket.js';

/** Always uses the upper bound of the delay. */
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

test('requests the subprotocol and distinguishes init segments from parts', () => {
  joined();

  assert.equal(socket().protocol, 'framelog.v1');
  assert.equal(socket().binaryType, 'arraybuffer');
  assert.deepEqual(names(), ['open', 'message', 'message', 'init', 'message', 'part']);
  assert.equal(connection.position, 'log.103');
});

test('reconnects at the exact position when the socket is lost', (t) => {
  joined();

  t.mock.timers.tick(500);
  socket().lose();
  assert.equal(connection.state, 'backing-off');
  t.mock.timers.tick(250);

  assert.equal(FakeWebSocket.opened.length, 2);
  assert.equal(socket().url, 'ws://edge/?from=log.103&offline=750');
});

/** Advances the time in steps, so that timers set by timers also run. */
function pass(t, ms) {
  for (let step = 0; step < ms; step += 250) t.mock.timers.tick(250);
}

/** Joins an edge with a heartbeat every 2 s. */
function watched() {
  connection.open();
  socket().accept();
  socket().say({ type: 'hello', edge: 'a', time: 1, heartbeatMs: 2000 });
  socket().say({ type: 'start', mime: 'video/mp4', tracks: [] });
  socket().deliver(new ArrayBuffer(3));
  socket().say({ type: 'chunk', position: 'log.101' });
  socket().deliver(new ArrayBuffer(4));
}

test('reconnects at the exact position when the edge stops sending', (t) => {
  watched();

  pass(t, 4_500);
  assert.equal(connection.state, 'open');
  pass(t, 2_000);

  assert.equal(FakeWebSocket.opened[0].readyState, FakeWebSocket.CLOSED);
  assert.equal(FakeWebSocket.opened.length, 2);
  assert.match(socket().url, /from=log\.103/);
});

test('keeps an edge that sends only heartbeats', (t) => {
  watched();
  socket().say({ type: 'waiting' });

  for (let i = 0; i < 30; i++) {
    pass(t, 2_000);
    socket().say({ type: 'heartbeat' });
  }

  assert.equal(FakeWebSocket.opened.length, 1);
});

test('keeps an older edge without heartbeats however long it sends nothing', (t) => {
  joined();

  pass(t, 600_000);

  assert.equal(FakeWebSocket.opened.length, 1);
});

test('gives up a socket that does not open, after a longer time at each attempt', (t) => {
  connection.open();
  pass(t, 5_250);
  assert.equal(FakeWebSocket.opened.length, 2);

  pass(t, 5_500);
  assert.equal(FakeWebSocket.opened.length, 3);
  pass(t, 9_000);
  assert.equal(FakeWebSocket.opened.length, 3);
  pass(t, 2_000);
  assert.equal(FakeWebSocket.opened.length, 4);
});

test('a page that was suspended first waits for queued messages', (t) => {
  watched();

  // when an hour passes without a timer, and then the queued message is delivered
  t.mock.timers.setTime(Date.now() + 3_600_000);
  pass(t, 1_000);
  assert.equal(connection.state, 'open');
  socket().say({ type: 'heartbeat' });
  pass(t, 2_000);

  assert.equal(FakeWebSocket.opened.length, 1);
});

test('a page that was suspended and receives nothing reconnects', (t) => {
  watched();

  t.mock.timers.setTime(Date.now() + 3_600_000);
  pass(t, 1_000);
  pass(t, 3_000);

  assert.equal(FakeWebSocket.opened.length, 2);
});

test('a hidden page whose timers run once a minute also reconnects', (t) => {
  watched();

  for (let i = 0; i < 2; i++) {
    t.mock.timers.setTime(Date.now() + 60_000);
    pass(t, 1_000);
  }

  assert.notEqual(connection.state, 'open');
});

test('a message that takes longer than the allowed silence is received at last', (t) => {
  watched();
  pass(t, 6_500);
  socket().accept();
  socket().say({ type: 'hello', edge: 'a', time: 1, heartbeatMs: 2000 });

  pass(t, 9_000);
  assert.equal(FakeWebSocket.opened.length, 2);
  socket().say({ type: 'heartbeat' });
  assert.equal(connection.state, 'open');
});

test('waits longer after each failure, and resets the delay at a hello', (t) => {
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

test('waits longer each time when an edge accepts and closes at once', (t) => {
  connection.open();
  socket().accept();
  socket().lose();
  t.mock.timers.tick(250);
  socket().accept();
  socket().lose();

  assert.equal(events.at(-1)[1].delayMs, 500);
});

/** Sends the current chunk to the second socket, then the position of its next part. */
function resumedAt(offset) {
  socket().accept();
  socket().say({ type: 'hello', edge: 'b', time: 2 });
  socket().say({ type: 'start', mime: 'video/mp4', tracks: [] });
  socket().deliver(new ArrayBuffer(3));
  socket().say({ type: 'chunk', position: 'log.101' });
  socket().say({ type: 'position', position: `log.${offset}` });
}

test('receives parts from a draining edge until another one has caught up', () => {
  // given a viewer that has received `moved`
  joined();
  socket().say({ type: 'moved', graceMs: 400 });
  assert.equal(socket().url, 'ws://edge/?from=log.103&offline=0');
  const [first, second] = FakeWebSocket.opened;

  // when parts come on both sockets, the first one ahead
  first.deliver(new ArrayBuffer(10));
  events.length = 0;
  resumedAt(103);
  first.deliver(new ArrayBuffer(11));
  second.deliver(new ArrayBuffer(10));
  assert.equal(first.readyState, FakeWebSocket.OPEN);
  second.deliver(new ArrayBuffer(11));

  // then each is received once, and the first socket is closed when the second one has caught up
  assert.equal(first.readyState, FakeWebSocket.CLOSED);
  assert.equal(connection.position, 'log.105');
  second.deliver(new ArrayBuffer(12));
  assert.equal(connection.position, 'log.106');
  assert.deepEqual(names(), ['part', 'message', 'init', 'message', 'open', 'part']);
  const parts = events.filter(([type]) => type === 'part').map(([, part]) => part.byteLength);
  assert.deepEqual(parts, [11, 12]);
  assert.equal(connection.state, 'open');
});

test('takes over at once when the draining edge has sent nothing more', () => {
  joined();
  socket().say({ type: 'moved' });

  resumedAt(103);

  assert.equal(socket(0).readyState, FakeWebSocket.CLOSED);
  socket().deliver(new ArrayBuffer(7));
  assert.equal(events.at(-1)[1].byteLength, 7);
  assert.equal(connection.position, 'log.104');
});

test('tries again while a load balancer still chooses the draining edge', (t) => {
  joined();
  socket().say({ type: 'moved' });

  // when it is refused, and another draining edge accepts it and sends `moved`
  socket(1).lose();
  t.mock.timers.tick(250);
  socket(2).accept();
  socket(2).say({ type: 'moved' });
  assert.equal(socket(2).readyState, FakeWebSocket.CLOSED);
  t.mock.timers.tick(500);

  // then the viewer has been served without interruption
  assert.equal(FakeWebSocket.opened.length, 4);
  assert.equal(socket(0).readyState, FakeWebSocket.OPEN);
  assert.equal(names().includes('lost'), false);
  resumedAt(103);
  assert.equal(socket(0).readyState, FakeWebSocket.CLOSED);
});

test('a part received before the draining edge closed is not delivered again', () => {
  // given a second socket that serves, but has not caught up
  joined();
  socket().say({ type: 'moved' });
  const [first, second] = FakeWebSocket.opened;
  first.deliver(new ArrayBuffer(10));
  first.deliver(new ArrayBuffer(11));
  resumedAt(103);

  // when the first one is closed
  first.lose(1001);
  events.length = 0;
  for (const length of [10, 11, 12]) second.deliver(new ArrayBuffer(length));

  // then the second one continues after the player's last part
  const parts = events.filter(([type]) => type === 'part').map(([, part]) => part.byteLength);
  assert.deepEqual(parts, [12]);
  assert.equal(connection.position, 'log.106');
  assert.equal(names().includes('lost'), false);
});

test('reconnects when the draining edge closes before another one serves', (t) => {
  joined();
  socket().say({ type: 'moved' });
  socket(0).lose(1001);

  assert.equal(connection.state, 'backing-off');
  t.mock.timers.tick(250);
  assert.equal(socket().url, 'ws://edge/?from=log.103&offline=250');
});

test('a command sent while the edge drains is repeated to the next edge', () => {
  joined();
  socket().say({ type: 'moved' });
  connection.send({ type: 'seek', at: -30 });

  resumedAt(103);

  assert.deepEqual(socket(0).sent, ['{"type":"seek","at":-30}']);
  assert.deepEqual(socket(1).sent, ['{"type":"seek","at":-30}']);
});

test('takes over without waiting for media when there is no publisher', () => {
  joined();
  socket().say({ type: 'end' });
  socket().say({ type: 'waiting' });
  socket().say({ type: 'moved' });
  socket().accept();
  socket().say({ type: 'hello' });
  socket().say({ type: 'waiting' });
  assert.equal(socket(0).readyState, FakeWebSocket.OPEN, 'the first one may still send media');
  socket(0).lose(1001);

  assert.equal(connection.state, 'open');
  assert.equal(connection.send({ type: 'live' }), true);
  assert.deepEqual(socket(1).sent, ['{"type":"live"}']);
});

test('closes when the name cannot be a stream', (t) => {
  connection.open();
  socket().lose(4004, 'no such name');
  t.mock.timers.tick(60_000);

  assert.deepEqual(events, [['refused', { code: 4004, reason: 'no such name' }]]);
  assert.equal(connection.state, 'closed');
  assert.equal(FakeWebSocket.opened.length, 1);
});

test('reconnects at once when the network is available again', () => {
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
