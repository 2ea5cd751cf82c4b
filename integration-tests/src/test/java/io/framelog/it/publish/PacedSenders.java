package io.framelog.it.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishers on one thread, each of which sends its clip in real time. Bytes that a socket does not
 * accept are sent later, as by an encoder.
 */
public final class PacedSenders implements AutoCloseable {
  private static final long TICK_NANOS = 10_000_000;

  private static final class Sender {
    final SocketChannel socket;
    final ByteBuffer bytes;
    final double bytesPerNano;

    Sender(SocketChannel socket, Clip clip) {
      this.socket = socket;
      this.bytes = ByteBuffer.wrap(clip.bytes());
      this.bytesPerNano = clip.bytes().length / (clip.seconds() * 1e9);
    }

    /** Writes the due bytes that the socket accepts. */
    boolean send(long elapsedNanos) throws IOException {
      int due = (int) Math.min(bytes.capacity(), (long) (elapsedNanos * bytesPerNano));
      if (bytes.position() < due) {
        bytes.limit(due);
        int ignored = socket.write(bytes);
        bytes.limit(bytes.capacity());
      }
      return !bytes.hasRemaining();
    }
  }

  private final List<Sender> senders = new ArrayList<>();

  public void connect(int port, Clip clip) {
    try {
      SocketChannel socket =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.configureBlocking(false);
      senders.add(new Sender(socket, clip));
    } catch (IOException e) {
      throw new UncheckedIOException("publisher cannot connect", e);
    }
  }

  /** Sends all clips completely; fails when a connection is closed. */
  public void sendAll() {
    long start = System.nanoTime();
    List<Sender> sending = new ArrayList<>(senders);
    while (!sending.isEmpty()) {
      long elapsed = System.nanoTime() - start;
      sending.removeIf(
          sender -> {
            try {
              return sender.send(elapsed);
            } catch (IOException e) {
              throw new UncheckedIOException("publisher was disconnected", e);
            }
          });
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  @Override
  public void close() {
    for (Sender sender : senders) {
      try {
        sender.socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException("publisher cannot be closed", e);
      }
    }
  }
}
