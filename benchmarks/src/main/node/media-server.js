// Starts node-media-server like its README, with RTMP input, HTTP-FLV and WebSocket-FLV output
// only. Usage: node media-server.js RTMP-PORT HTTP-PORT DATA-DIRECTORY
import NodeMediaServer from 'node-media-server';

const [rtmp, http, data] = process.argv.slice(2);
new NodeMediaServer({
  bind: '127.0.0.1',
  rtmp: { port: Number(rtmp) },
  http: { port: Number(http) },
  webadmin: { enable: false },
  store: { path: data },
  record: { auto: false, path: data },
  notify: { url: '' },
}).run();
