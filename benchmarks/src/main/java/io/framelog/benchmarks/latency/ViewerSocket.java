package io.framelog.benchmarks.latency;

import io.framelog.media.Bytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A minimal WebSocket client (RFC 6455) that measures when a message's last byte is read. It uses a
 * blocking socket, because a dispatch to other threads would be counted as Framelog's latency.
 */
final class ViewerSocket implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  private static final int PING = 9;

  private final Socket socket;
  private final DataInputStream in;

  /** One message. */
  record Message(int opcode, Bytes payload) {}

  ViewerSocket(URI uri) throws IOException {
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setTcpNoDelay(true);
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    String request =
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(path, uri.getHost(), uri.getPort())
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    String status = skipResponseHead(in);
    if (!status.contains(" 101 ")) {
      throw new IOException("no upgrade: " + status);
    }
  }

  private static String skipResponseHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed during the handshake: " + head);
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  /** Blocks until the next text or binary message. */
  Message next() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0f;
      long length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = new byte[Math.toIntExact(length)];
      in.readFully(payload);
      if (opcode == TEXT || opcode == BINARY) {
        return new Message(opcode, Bytes.wrap(payload));
      }
      if (opcode != PING) {
        throw new IOException("closed by the edge, opcode " + opcode);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
