package io.framelog.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.EdgeBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Messages of a player that are longer than 4 KiB, frame by frame (RFC 6455 §5.2). */
@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class LongMessagesResourceTest {
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int LAST = 0x80;
  private static final int TOO_BIG = 1009;

  @TestHTTPResource("/")
  URL edge;

  @Test
  void aMegabyteOfTextIsAnsweredWithACloseFrame() throws IOException {
    try (Player player = new Player(edge.getPort())) {
      player.send(LAST | TEXT, 1 << 20);

      assertThat(player.closeCode()).isEqualTo(TOO_BIG);
    }
  }

  @Test
  void anUnfinishedMessageCountsToo() throws IOException {
    try (Player player = new Player(edge.getPort())) {
      player.send(TEXT, 3000);
      player.send(CONTINUATION, 3000);

      assertThat(player.closeCode()).isEqualTo(TOO_BIG);
    }
  }

  @Test
  void aMessageInPiecesUpToTheBoundIsRead() throws IOException {
    try (Player player = new Player(edge.getPort())) {
      player.send(TEXT, 3000);
      player.send(LAST | CONTINUATION, 1096);

      assertThat(player.text("bad-message")).contains("bad-message");
    }
  }

  /** A player that sends raw frames, and reads up to the end of the connection. */
  private static final class Player implements AutoCloseable {
    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    Player(int port) throws IOException {
      socket = new Socket("localhost", port);
      socket.setSoTimeout(20_000);
      out = new DataOutputStream(socket.getOutputStream());
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out.write(
          String.join(
                  "\r\n",
                  "GET /live/long-messages HTTP/1.1",
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

    /** A frame of the letter x, masked with zeros. */
    void send(int first, int length) throws IOException {
      out.writeByte(first);
      if (length < 126) {
        out.writeByte(0x80 | length);
      } else if (length < 1 << 16) {
        out.writeByte(0x80 | 126);
        out.writeShort(length);
      } else {
        out.writeByte(0x80 | 127);
        out.writeLong(length);
      }
      out.writeInt(0);
      out.write("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    /** The code of the close frame, after which the connection ends in order. */
    int closeCode() throws IOException {
      while (true) {
        int opcode = in.readUnsignedByte() & 0xf;
        byte[] payload = payload();
        if (opcode == CLOSE) {
          assertThat(in.read()).isEqualTo(-1);
          return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }
      }
    }

    String text(String wanted) throws IOException {
      while (true) {
        in.readUnsignedByte();
        String text = new String(payload(), StandardCharsets.UTF_8);
        if (text.contains(wanted)) {
          return text;
        }
      }
    }

    private byte[] payload() throws IOException {
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      return in.readNBytes(length);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
