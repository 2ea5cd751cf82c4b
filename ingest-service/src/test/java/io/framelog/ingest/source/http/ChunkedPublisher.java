package io.framelog.ingest.source.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.ingest.Ffmpeg;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A publisher over HTTP that reads its answer while it still sends, unlike HTTP libraries. */
public final class ChunkedPublisher implements AutoCloseable {
  private static final int ANSWER_TIMEOUT_MS = 20_000;

  private final Socket socket;
  private final Ffmpeg ffmpeg;
  private @Nullable String head;
  private @Nullable JsonObject body;

  private ChunkedPublisher(Socket socket, Ffmpeg ffmpeg) {
    this.socket = socket;
    this.ffmpeg = ffmpeg;
  }

  /** Sends VP8 for a minute, or until the connection is closed. */
  static ChunkedPublisher start(int port, String stream) throws IOException {
    return start(port, stream, Ffmpeg.encodeVp8(60));
  }

  /**
   * Sends until the encoder ends or the connection is closed.
   *
   * @param encoder see {@link Ffmpeg#bytes()}; ended with the publisher
   */
  public static ChunkedPublisher start(int port, String stream, Ffmpeg encoder) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(ANSWER_TIMEOUT_MS);
    socket
        .getOutputStream()
        .write(
            ("PUT /publish/"
                    + stream
                    + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(US_ASCII));
    ChunkedPublisher publisher = new ChunkedPublisher(socket, encoder);
    Thread sender = new Thread(publisher::send, "chunked-publisher");
    sender.setDaemon(true);
    sender.start();
    return publisher;
  }

  private void send() {
    byte[] bytes = new byte[4096];
    try {
      OutputStream out = socket.getOutputStream();
      for (int n = ffmpeg.bytes().read(bytes); n >= 0; n = ffmpeg.bytes().read(bytes)) {
        out.write((Integer.toHexString(n) + "\r\n").getBytes(US_ASCII));
        out.write(bytes, 0, n);
        out.write("\r\n".getBytes(US_ASCII));
      }
    } catch (IOException closed) {
      // Expected: the answer contains the reason.
      ffmpeg.close();
    }
  }

  /** The status of the answer. */
  public int status() throws IOException {
    readAnswer();
    return Integer.parseInt(String.valueOf(head).split(" ", 3)[1]);
  }

  public JsonObject answer() throws IOException {
    return readAnswer();
  }

  private JsonObject readAnswer() throws IOException {
    if (body == null) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      head = in.readLine();
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).trim());
        }
      }
      StringBuilder text = new StringBuilder();
      while (text.length() < length) {
        text.append((char) in.read());
      }
      body = new JsonObject(text.toString());
    }
    return body;
  }

  @Override
  public void close() throws IOException {
    ffmpeg.close();
    socket.close();
  }
}
