package io.framelog.benchmarks.latency;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** Writes a file's fragments in real time and records the time of each write. */
final class PacedPublisher {
  private final Fragments fragments;
  private final int framesPerSecond;

  PacedPublisher(Fragments fragments, int framesPerSecond) {
    this.fragments = fragments;
    this.framesPerSecond = framesPerSecond;
  }

  /** Publishes the whole file and closes the connection. */
  void publish(int port, Arrivals arrivals) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(fragments.init().sharedArray());
      long start = System.nanoTime();
      for (int frame = 0; frame < fragments.frames().size(); frame++) {
        long due = start + frame * 1_000_000_000L / framesPerSecond;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        // Before the write: the viewer may read the bytes before write() returns.
        arrivals.written(frame);
        out.write(fragments.frames().get(frame).sharedArray());
      }
    }
  }
}
