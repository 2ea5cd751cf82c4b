import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streamName } from '../src/pages/stream-name.js';
import { ownServer } from '../src/server.js';

test('the server is the one of the SDK, also below a path prefix', () => {
  for (const root of [
    'https://a.example/',
    'https://a.example/video/',
    'http://b.example:8080/x/y/',
  ]) {
    assert.equal(ownServer(`${root}sdk/server.js`), root);
    assert.equal(ownServer(`${root}publish/sdk/server.js`), root);
  }
});

test("for an SDK bundled with an application, the server is the page's origin", () => {
  globalThis.location = { origin: 'https://app.example' };
  try {
    for (const file of [
      'assets/bundle.js',
      'assets/sdk/bundle.js',
      'node_modules/x/src/server.js',
    ]) {
      assert.equal(ownServer(`https://app.example/${file}`), 'https://app.example');
    }
  } finally {
    delete globalThis.location;
  }
});

test('a page finds its stream below any path prefix', () => {
  for (const root of [
    'https://a.example/',
    'https://a.example/video/',
    'https://a.example/watch/',
  ]) {
    assert.equal(streamName(`${root}watch/cam1?token=a/b`, root), 'cam1');
    assert.equal(streamName(`${root}watch/cam1/`, root), 'cam1');
    assert.equal(streamName(`${root}mirror/site-a/Door_2`, root), 'site-a/Door_2');
    assert.equal(streamName(`${root}publish`, root), '');
    assert.equal(streamName(`${root}publish/`, root), '');
  }
});
