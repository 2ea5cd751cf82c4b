package io.framelog.edge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** Reads an endless response byte by byte from a socket. */
final class RawReader implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** Connects a socket with a small buffer, so that unread bytes are queued at the edge. */
  RawReader(int port) throws IOException {
    this(port, 32 * 1024);
  }

  RawReader(int port, int receiveBufferBytes) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBufferBytes);
    socket.setSoTimeout(20_000);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = socket.getInputStream();
  }

  /** Sends a request line's method, path and version, and headers with their line breaks. */
  RawReader ask(String line, String headers) throws IOException {
    String request = line + "\r\nHost: localhost\r\n" + headers + "\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return this;
  }

  /** Status line and headers, in lower case. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) next());
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private int next() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("the connection is closed");
    }
    return read;
  }

  /** The next chunk's content; empty for the last chunk (RFC 9112 §7.1). */
  String chunk() throws IOException {
    int length = Integer.parseInt(line(), 16);
    byte[] content = in.readNBytes(length);
    assertThat(content).hasSize(length);
    assertThat(line()).as("the line after a chunk").isEmpty();
    return new String(content, ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = next(); read != '\n'; read = next()) {
      line.append((char) read);
    }
    assertThat(line.toString()).endsWith("\r");
    return line.substring(0, line.length() - 1);
  }

  /** Reads this many bytes of the connection. */
  String bytes(int count) throws IOException {
    return new String(in.readNBytes(count), ISO_8859_1);
  }

  /** Reads up to the connection's end. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
