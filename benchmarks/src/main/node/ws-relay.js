// A minimal relay with `ws`, written for speed: each piece is framed once, the same buffer is
// written to each viewer's socket, and a joining viewer receives the init segment and all frames
// since the newest keyframe. Prints the ports of feed and viewers; ends with its feed.
import { createServer } from 'node:http';
import net from 'node:net';
import { Sender, WebSocketServer } from 'ws';

const INIT = 0;
const KEYFRAME = 1;
const MOST_WAITING_BYTES = 4 << 20;

let init;
let sinceKeyframe = [];
const sockets = new Set();

function framed(payload) {
  const options = { fin: true, rsv1: false, opcode: 2, mask: false, readOnly: true };
  return Buffer.concat(Sender.frame(payload, options));
}

function take(kind, payload) {
  const frame = framed(payload);
  if (kind === INIT) {
    init = frame;
    return;
  }
  sinceKeyframe = kind === KEYFRAME ? [frame] : [...sinceKeyframe, frame];
  for (const socket of sockets) {
    socket.write(frame);
    if (socket.writableLength > MOST_WAITING_BYTES) {
      socket.destroy();
    }
  }
}

// A feed is length (4 bytes), kind (1 byte), piece.
const feeds = net.createServer((feed) => {
  let bytes = Buffer.alloc(0);
  feed.on('data', (more) => {
    bytes = bytes.length > 0 ? Buffer.concat([bytes, more]) : more;
    let at = 0;
    while (bytes.length - at >= 5 && bytes.length - at >= 4 + bytes.readUInt32BE(at)) {
      const end = at + 4 + bytes.readUInt32BE(at);
      take(bytes[at + 4], bytes.subarray(at + 5, end));
      at = end;
    }
    bytes = bytes.subarray(at);
  });
  feed.on('close', () => process.exit(0));
});

const viewers = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const http = createServer();
http.on('upgrade', (request, socket, head) => {
  socket.setNoDelay(true);
  viewers.handleUpgrade(request, socket, head, (viewer) => {
    socket.cork();
    if (init) {
      socket.write(init);
      sinceKeyframe.forEach((frame) => socket.write(frame));
    }
    socket.uncork();
    sockets.add(socket);
    viewer.on('close', () => sockets.delete(socket));
    viewer.on('error', () => sockets.delete(socket));
  });
});

feeds.listen(0, '127.0.0.1', () => {
  http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    console.log(`${feeds.address().port} ${http.address().port}`);
  });
});
