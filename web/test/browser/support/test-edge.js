import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const LOG_ID = 'c0ffee01';
/** Media of the past is sent this far ahead of real time. */
const LEAD_MS = 1_000;
/** Age of the log when the first viewer connects. */
const LIVE_FOR_MS = 500;
/** Delay of a timer on an idle machine. */
const TIMER_MS = 20;

/**
 * Serves the pages like an edge and replays a log in real time with the viewer protocol. The log
 * starts with the first viewer, not with the server, so that the load time of a page on a busy
 * machine does not determine which scenes it plays.
 */
export class TestEdge {
  #server = createServer((request, response) => void this.#serve(request, response));
  #sockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first });
  /** Query strings of the viewers, in the order of their connections. */
  viewers = [];
  /** Messages of the viewers. */
  heard = [];
  /** The answer to GET /live. */
  live = [];
  /** Messages that a viewer is sent first, instead of the log. */
  greeting = null;
  /** Total time by which the machine sent records late. */
  lateMs = 0;
  /** For each disconnected viewer, the number of chunks that later viewers had received by then. */
  toldLaterViewers = [];
  #chunksTold = [];
  #log;
  #startedAt = 0;

  /** @param {import('./log.js').LogRecord[]} log */
  constructor(log = []) {
    this.#log = log;
    this.#server.on('upgrade', (request, socket, head) =>
      this.#sockets.handleUpgrade(request, socket, head, (viewer) => {
        const { searchParams } = new URL(request.url, 'http://edge');
        if (this.viewers.length === 0) this.#startedAt = Date.now() - LIVE_FOR_MS;
        this.viewers.push(searchParams.toString());
        this.#view(viewer, searchParams.get('from'));
      }),
    );
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Closes every viewer's connection without a close frame. */
  dropViewers() {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  /** Sends `moved` to every viewer and continues to serve those that have not moved. */
  moveViewers() {
    for (const socket of this.#sockets.clients) {
      socket.send(JSON.stringify({ type: 'moved', graceMs: 5000 }));
    }
  }

  close() {
    this.dropViewers();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /**
   * @param {import('ws').WebSocket} socket
   * @param {string | null} from
   */
  #view(socket, from) {
    const say = (message) => socket.send(JSON.stringify(message));
    const position = (index) => `${LOG_ID}.${index}`;
    const log = this.#log;
    const viewer = this.#chunksTold.push(0) - 1;
    let sent = null;
    let behindMs = 0;
    const nowMs = () => Date.now() - this.#startedAt - behindMs;
    let at = from === null ? this.#newestHeader() : Number(from.split('.')[1]);

    const sayHeader = (index, ptsUs) => {
      const { clip, session, atMs } = log[index];
      if (sent?.clip !== clip || sent.session !== session) {
        const { mime, tracks, ignoredTracks, init } = clip;
        say({ type: 'start', session, mime, tracks, ignoredTracks, position: position(index) });
        socket.send(init);
        sent = { clip, session };
      }
      const wallClock = this.#startedAt + atMs;
      say({ type: 'chunk', position: position(index), chunk: index, wallClock, ptsUs });
      this.#chunksTold[viewer]++;
    };
    const pump = () => {
      while (log[at] !== undefined && log[at].atMs <= nowMs()) {
        const record = log[at];
        if (record.kind === 'header') sayHeader(at, record.ptsUs);
        else if (record.kind === 'part') socket.send(record.bytes);
        else {
          say({ type: 'end', reason: 'publisher closed' });
          say({ type: 'waiting' });
        }
        at++;
      }
      if (log[at] !== undefined) timer = setTimeout(onDue, log[at].atMs - nowMs());
    };
    const onDue = () => {
      const lateMs = nowMs() - log[at].atMs;
      if (lateMs > TIMER_MS) this.lateMs += lateMs;
      pump();
    };
    let timer;
    socket.on('message', (text) => {
      const message = JSON.parse(text.toString());
      this.heard.push(message);
      if (message.type !== 'seek' && message.type !== 'live') return;
      at = message.type === 'live' ? this.#newestHeader() : Number(message.at.split('.')[1]);
      const ageMs = Date.now() - this.#startedAt - log[at].atMs;
      behindMs = message.type === 'live' ? 0 : Math.max(0, ageMs - LEAD_MS);
      clearTimeout(timer);
      pump();
    });
    socket.on('close', () => {
      clearTimeout(timer);
      this.toldLaterViewers[viewer] = this.#chunksTold.slice(viewer + 1);
    });
    say({ type: 'hello', edge: 'test', time: Date.now() });
    if (this.greeting !== null) {
      for (const message of this.greeting) say(message);
      return;
    }
    if (log.length === 0) say({ type: 'waiting' });
    if (from !== null && log[at]?.kind === 'part') {
      sayHeader(log[at].header, undefined);
      say({ type: 'position', position: position(at) });
    }
    pump();
  }

  #newestHeader() {
    const now = Date.now() - this.#startedAt;
    const last = this.#log.findLastIndex(({ kind, atMs }) => kind === 'header' && atMs <= now);
    return Math.max(0, last);
  }

  async #serve(request, response) {
    const path = new URL(request.url, 'http://edge').pathname;
    if (path === '/live') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(this.live));
      return;
    }
    const file = fileOf(path);
    try {
      if (file === null) throw new Error('not ours');
      const body = await readFile(join(ROOT, normalize(file)));
      response.setHeader('content-type', TYPES[extname(file)]).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}

/** @param {string} path @returns {string | null} below web/ */
function fileOf(path) {
  if (path === '/') return 'src/pages/index.html';
  if (path.startsWith('/watch/')) return 'src/pages/watch.html';
  if (path.startsWith('/sdk/examples/')) return path.slice('/sdk/'.length);
  return path.startsWith('/sdk/') ? path.replace('/sdk/', 'src/') : null;
}
