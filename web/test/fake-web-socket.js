/** A WebSocket whose other end is the test. */
export class FakeWebSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 3;
  /** @type {FakeWebSocket[]} all of them, oldest first */
  static opened = [];

  readyState = FakeWebSocket.CONNECTING;
  /** @type {string[]} */
  sent = [];

  constructor(url, protocol) {
    this.url = url;
    this.protocol = protocol;
    FakeWebSocket.opened.push(this);
  }

  send(text) {
    this.sent.push(text);
  }

  close() {
    this.readyState = FakeWebSocket.CLOSED;
  }

  /** The edge accepts. */
  accept() {
    this.readyState = FakeWebSocket.OPEN;
    this.onopen();
  }

  /** The edge says something. */
  say(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  /** The edge sends bytes. */
  deliver(bytes) {
    this.onmessage({ data: bytes });
  }

  /** The connection is gone. */
  lose(code = 1006, reason = '') {
    this.readyState = FakeWebSocket.CLOSED;
    this.onclose({ code, reason });
  }
}
