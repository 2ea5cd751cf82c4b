package io.framelog.it.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** A publisher that sends each frame of a clip at its time, the first one with the header. */
public final class FramePacedPublisher implements AutoCloseable {
  private static final long FRAME_NANOS = 40_000_000;
  private static final int MDAT = 0x6d646174;

  private final Socket socket;
  private final byte[] bytes;
  private final AtomicLongArray writtenAt;
  private volatile boolean closed;
  private volatile boolean failed;

  private FramePacedPublisher(Socket socket, Clip clip) {
    this.socket = socket;
    this.bytes = clip.bytes();
    this.writtenAt = new AtomicLongArray(clip.frames());
  }

  /** Connects and sends on a separate thread. */
  public static FramePacedPublisher start(int port, Clip clip) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      FramePacedPublisher publisher = new FramePacedPublisher(socket, clip);
      Thread thread = new Thread(publisher::send, "publisher");
      thread.setDaemon(true);
      thread.start();
      return publisher;
    } catch (IOException e) {
      throw new UncheckedIOException("publisher cannot connect", e);
    }
  }

  private void send() {
    ByteBuffer boxes = ByteBuffer.wrap(bytes);
    long due = System.nanoTime();
    int sent = 0;
    int frame = 0;
    try {
      OutputStream out = socket.getOutputStream();
      for (int at = 0; at < bytes.length && !closed; ) {
        int type = boxes.getInt(at + 4);
        at += boxes.getInt(at);
        if (type == MDAT) {
          LockSupport.parkNanos(due - System.nanoTime());
          writtenAt.set(frame++, System.nanoTime());
          out.write(bytes, sent, at - sent);
          sent = at;
          due += FRAME_NANOS;
        }
      }
    } catch (IOException e) {
      failed = !closed;
    }
  }

  /** When a frame was written to the socket, {@link System#nanoTime()}; 0 before. */
  public long writtenAt(int frame) {
    return writtenAt.get(frame);
  }

  /** Whether no write has failed. */
  public boolean isSending() {
    return !failed;
  }

  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("publisher cannot be closed", e);
    }
  }
}
