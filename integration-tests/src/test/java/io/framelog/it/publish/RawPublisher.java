package io.framelog.it.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A publisher on a separate thread that sends a clip until the connection is closed. */
public final class RawPublisher implements AutoCloseable {
  private static final int SLICES_A_SECOND = 50;

  private final Socket socket;
  private final Clip clip;
  private final double speed;
  private final Thread thread;
  private volatile boolean cutOff;
  private volatile boolean done;

  private RawPublisher(Socket socket, Clip clip, double speed) {
    this.socket = socket;
    this.clip = clip;
    this.speed = speed;
    this.thread = new Thread(this::send, "publisher");
    thread.setDaemon(true);
  }

  /**
   * Connects and begins to send.
   *
   * @param speed 1 for real time
   */
  public static RawPublisher start(int port, Clip clip, double speed) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      RawPublisher publisher = new RawPublisher(socket, clip, speed);
      publisher.thread.start();
      return publisher;
    } catch (IOException e) {
      throw new UncheckedIOException("publisher cannot connect", e);
    }
  }

  private void send() {
    byte[] bytes = clip.bytes();
    int slice = (int) (bytes.length * speed / clip.seconds() / SLICES_A_SECOND);
    try {
      OutputStream out = socket.getOutputStream();
      for (int at = 0; at < bytes.length; at += slice) {
        out.write(bytes, at, Math.min(slice, bytes.length - at));
        LockSupport.parkNanos(1_000_000_000L / SLICES_A_SECOND);
      }
      done = true;
    } catch (IOException e) {
      cutOff = true;
    }
  }

  /** Whether the server has closed the connection. */
  public boolean isCutOff() {
    return cutOff;
  }

  /** Whether the whole clip has been written. */
  public boolean isDone() {
    return done;
  }

  /** Closes the connection at any byte, like a crash of the publisher. */
  public void drop() {
    close();
  }

  /** Resets the connection, like a network failure. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("publisher cannot be closed", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("publisher cannot be closed", e);
    }
  }
}
