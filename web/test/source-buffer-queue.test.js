import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { SourceBufferQueue } from '../src/source-buffer-queue.js';

/** Accepts one operation at a time, like a SourceBuffer, and throws the same errors. */
class FakeSourceBuffer extends EventTarget {
  updating = false;
  done = [];
  quotaErrors = 0;

  appendBuffer(bytes) {
    if (this.quotaErrors > 0) {
      this.quotaErrors--;
      throw new DOMException('full', 'QuotaExceededError');
    }
    this.#begin(`append ${bytes.byteLength}`);
  }

  remove(start, end) {
    this.#begin(`remove ${start} ${end}`);
  }

  changeType(mime) {
    if (this.updating) throw new DOMException('updating', 'InvalidStateError');
    if (mime === 'odd') throw new DOMException('odd', 'NotSupportedError');
    this.done.push(`change ${mime}`);
  }

  finish() {
    this.updating = false;
    this.dispatchEvent(new Event('updateend'));
  }

  #begin(what) {
    if (this.updating) throw new DOMException('updating', 'InvalidStateError');
    this.updating = true;
    this.done.push(what);
  }
}

let buffer;
let queue;
let events;
let evictable;
const bytes = (length) => new ArrayBuffer(length);

beforeEach(() => {
  buffer = new FakeSourceBuffer();
  events = [];
  evictable = () => [0, 8];
  queue = new SourceBufferQueue({ evictable: () => evictable(), maxBytes: 100 });
  for (const type of ['appended', 'overflow', 'failed']) {
    queue.addEventListener(type, () => events.push(type));
  }
});

test('queues operations until the SourceBuffer is attached', () => {
  queue.append(bytes(1));
  queue.attach(buffer);

  assert.deepEqual(buffer.done, ['append 1']);
});

test('runs one operation at a time, in order', () => {
  queue.attach(buffer);
  queue.append(bytes(1));
  queue.changeType('video/webm');
  queue.append(bytes(2));
  assert.deepEqual(buffer.done, ['append 1']);

  buffer.finish();
  assert.deepEqual(buffer.done, ['append 1', 'change video/webm', 'append 2']);
  buffer.finish();
  assert.deepEqual(events, ['appended', 'appended']);
  assert.equal(queue.bytes, 0);
});

test('evaluates the range to remove when the removal starts', () => {
  let range = null;
  queue.attach(buffer);
  queue.append(bytes(1));
  queue.remove(() => range);
  queue.remove(() => null);
  range = [0, 5];
  buffer.finish();

  assert.deepEqual(buffer.done, ['append 1', 'remove 0 5']);
  buffer.finish();
  assert.deepEqual(events, ['appended']);
});

test('evicts old media when the quota is reached and repeats the append', () => {
  queue.attach(buffer);
  buffer.quotaErrors = 1;
  queue.append(bytes(7));
  queue.append(bytes(2));
  assert.deepEqual(buffer.done, ['remove 0 8']);

  buffer.finish();
  buffer.finish();

  assert.deepEqual(buffer.done, ['remove 0 8', 'append 7', 'append 2']);
  assert.deepEqual(events, ['appended']);
});

test('drops queued media when evicting did not help', () => {
  queue.attach(buffer);
  buffer.quotaErrors = 2;
  queue.append(bytes(7));
  buffer.finish();

  assert.deepEqual(events, ['overflow']);
  assert.equal(queue.bytes, 0);
});

test('drops queued media when all of the buffer is needed', () => {
  evictable = () => null;
  queue.attach(buffer);
  buffer.quotaErrors = 1;
  queue.append(bytes(7));

  assert.deepEqual(events, ['overflow']);
  queue.append(bytes(3));
  assert.deepEqual(buffer.done, ['append 3']);
});

test('bounds the queue', () => {
  queue.append(bytes(60));
  queue.append(bytes(60));

  assert.deepEqual(events, ['overflow']);
  assert.equal(queue.bytes, 0);
});

test('an overflow keeps init segments and changes of type', () => {
  queue.append(bytes(60));
  queue.changeType('video/webm');
  queue.append(bytes(5), { init: true });
  queue.append(bytes(60));
  assert.equal(queue.bytes, 5);

  queue.attach(buffer);
  assert.deepEqual(buffer.done, ['change video/webm', 'append 5']);
});

test('fails once when the SourceBuffer refuses, and accepts nothing more', () => {
  queue.attach(buffer);
  queue.changeType('odd');
  queue.append(bytes(1));
  buffer.dispatchEvent(new Event('error'));

  assert.deepEqual(events, ['failed']);
  assert.deepEqual(buffer.done, []);
});

test('fires no events after close', () => {
  queue.attach(buffer);
  queue.append(bytes(1));
  queue.close();
  buffer.finish();
  queue.append(bytes(1));

  assert.deepEqual(events, []);
  assert.deepEqual(buffer.done, ['append 1']);
});
