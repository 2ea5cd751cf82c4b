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
 * Any number of publishers on one thread, each sending its clip at the pace of a camera. One that
 * is held back sends later what it could not, as an encoder does.
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

    /** Writes what is due and fits. */
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
      throw new UncheckedIOException("publisher does not connect", e);
    }
  }

  /** Sends until all have sent all; a connection that breaks is an error. */
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
              throw new UncheckedIOException("publisher was cut off", e);
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
        throw new UncheckedIOException("publisher does not close", e);
      }
    }
  }
}
