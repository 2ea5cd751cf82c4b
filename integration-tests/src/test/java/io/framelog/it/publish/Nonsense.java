package io.framelog.it.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Invalid input that reaches a public port. */
public enum Nonsense {
  GARBAGE {
    @Override
    byte[] bytes() {
      byte[] bytes = new byte[4096];
      new Random(7).nextBytes(bytes);
      return bytes;
    }
  },
  /** The EBML header of a WebM file and the beginning of its Segment, then a close. */
  TRUNCATED_HEADER {
    @Override
    byte[] bytes() {
      return new byte[] {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3, (byte) 0x9f, 0x42, (byte) 0x86};
    }

    @Override
    boolean closesFirst() {
      return true;
    }
  },
  /** A moov without an end: free boxes within the declared size. */
  ENDLESS_HEADER {
    @Override
    byte[] bytes() {
      ByteBuffer box = ByteBuffer.allocate(32 << 20);
      box.putInt(16).put(ascii("ftyp")).put(ascii("isom")).putInt(0);
      while (box.remaining() >= 1024) {
        box.putInt(1024).put(ascii("free")).position(box.position() + 1016);
      }
      return Arrays.copyOf(box.array(), box.position());
    }
  },
  HUGE_BOX {
    @Override
    byte[] bytes() {
      ByteBuffer box = ByteBuffer.allocate(16 + 16 + 8);
      box.putInt(16).put(ascii("ftyp")).put(ascii("isom")).putInt(0);
      box.putInt(1).put(ascii("moov")).putLong(1L << 63);
      return box.array();
    }
  },
  JPEG {
    @Override
    byte[] bytes() {
      byte[] bytes = new byte[2048];
      byte[] start = {
        (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 0x10, 'J', 'F', 'I', 'F', 0
      };
      System.arraycopy(start, 0, bytes, 0, start.length);
      return bytes;
    }
  },
  HTTP_REQUEST {
    @Override
    byte[] bytes() {
      return ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
  };

  abstract byte[] bytes();

  /** Whether the peer closes its side after sending. */
  boolean closesFirst() {
    return false;
  }

  /** Result of the connection. */
  public record Outcome(boolean closedByServer, long bytesTaken) {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends it and waits for the server to close. */
  public Outcome sendTo(int port) throws IOException {
    return sendTo(port, InetAddress.getLoopbackAddress());
  }

  /** Sends it from an address of this machine. */
  public Outcome sendTo(int port, InetAddress from) throws IOException {
    byte[] bytes = bytes();
    long taken = 0;
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.setSendBufferSize(64 << 10);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      socket.setSoTimeout(10_000);
      try {
        OutputStream out = socket.getOutputStream();
        for (int at = 0; at < bytes.length; at += 16 << 10) {
          int length = Math.min(16 << 10, bytes.length - at);
          out.write(bytes, at, length);
          taken += length;
        }
        if (closesFirst()) {
          socket.shutdownOutput();
        }
        return new Outcome(socket.getInputStream().read() < 0, taken);
      } catch (SocketTimeoutException e) {
        return new Outcome(false, taken);
      } catch (IOException e) {
        // Reset or broken pipe: the server closed the connection during a write.
        return new Outcome(true, taken);
      }
    }
  }
}
