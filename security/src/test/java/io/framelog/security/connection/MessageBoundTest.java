package io.framelog.security.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames of RFC 6455 §5.2, sent to a real server. */
class MessageBoundTest {
  private static final int TEXT_BYTES = 100;
  private static final int BINARY_BYTES = 1000;
  private static final int LAST = 0x80;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;

  private final Vertx vertx = Vertx.vertx();
  private final List<Integer> received = new CopyOnWriteArrayList<>();
  private Socket socket = new Socket();
  private DataOutputStream out = new DataOutputStream(new ByteArrayOutputStream());
  private DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[0]));

  @BeforeEach
  void open() throws Exception {
    Router router = Router.router(vertx);
    router
        .get("/socket")
        .handler(
            rc -> {
              SocketMessages messages = SocketMessages.below(rc.request());
              rc.request()
                  .toWebSocket()
                  .onSuccess(
                      opened -> {
                        messages.bound(
                            TEXT_BYTES, BINARY_BYTES, () -> opened.close((short) 1009, "too long"));
                        opened.handler(message -> received.add(message.length()));
                      });
            });
    int port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .actualPort();
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out.write(
        String.join(
                "\r\n",
                "GET /socket HTTP/1.1",
                "Host: localhost",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "",
                "")
            .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101");
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Sends the head of a frame and the given number of its bytes; masked with zeros. */
  private void send(int first, long length, int bytes) throws IOException {
    out.writeByte(first);
    if (length < 126) {
      out.writeByte(0x80 | (int) length);
    } else if (length < 1 << 16) {
      out.writeByte(0x80 | 126);
      out.writeShort((int) length);
    } else {
      out.writeByte(0x80 | 127);
      out.writeLong(length);
    }
    out.writeInt(0);
    out.write(new byte[bytes]);
    out.flush();
  }

  private void send(int first, int length) throws IOException {
    send(first, length, length);
  }

  private void assertTooLong() throws IOException {
    assertThat(in.readUnsignedByte()).isEqualTo(LAST | CLOSE);
    byte[] payload = in.readNBytes(in.readUnsignedByte());
    assertThat((payload[0] & 0xff) << 8 | (payload[1] & 0xff)).isEqualTo(1009);
    assertThat(in.read()).as("a normal end, no reset").isEqualTo(-1);
  }

  @Test
  void messagesUpToTheBoundPass() throws IOException {
    send(LAST | TEXT, TEXT_BYTES);
    send(LAST | BINARY, BINARY_BYTES);
    send(TEXT, 60);
    send(LAST | CONTINUATION, 40);
    send(LAST | CLOSE, 0);

    assertThat(in.readUnsignedByte()).isEqualTo(LAST | CLOSE);
    assertThat(received).containsExactly(100, 1000, 60, 40);
  }

  @Test
  void aFrameFarAboveTheBoundIsReadToItsEndAndAnswered() throws IOException {
    send(LAST | TEXT, 4 << 20);
    assertTooLong();
    assertThat(received).isEmpty();
  }

  @Test
  void aFrameThatDoesNotEndIsAnsweredAtItsHead() throws IOException {
    send(LAST | BINARY, Long.MAX_VALUE, 10);
    assertTooLong();
  }

  @Test
  void aTextBetweenTheBoundsIsTooLong() throws IOException {
    send(LAST | TEXT, TEXT_BYTES + 1);
    assertTooLong();
  }

  @Test
  void anUnfinishedMessageIsAnsweredWhenItIsTooLong() throws IOException {
    send(BINARY, 600);
    send(CONTINUATION, 600);
    assertTooLong();
  }
}
