/** A WebSocket whose server is the test. */
export class FakeWebSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 3;
  /** @type {FakeWebSocket[]} all sockets, oldest first */
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

  /** The edge sends a message. */
  say(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  /** The edge sends bytes. */
  deliver(bytes) {
    this.onmessage({ data: bytes });
  }

  /** The connection is lost. */
  lose(code = 1006, reason = '') {
    this.readyState = FakeWebSocket.CLOSED;
    this.onclose({ code, reason });
  }
}
