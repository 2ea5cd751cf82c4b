package io.framelog.benchmarks.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Publishers of the same file in real time; their frames are spread over the frame interval. */
final class PacedPublishers implements AutoCloseable {
  private static final long HEAD_START_NANOS = 2_000_000_000L;

  private final List<PacedConnection> connections = new ArrayList<>();
  private final long intervalNanos;

  PacedPublishers(PublishedFile file, int count, int framesPerSecond, int port) throws IOException {
    intervalNanos = 1_000_000_000L / framesPerSecond;
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < count; i++) {
      // The headers are sent at once, so that streams are created before the frames are timed.
      long phase = HEAD_START_NANOS + intervalNanos * i / count;
      connections.add(new PacedConnection(file, name(i), to, phase));
    }
  }

  static String name(int index) {
    return String.format(Locale.ROOT, "bench-%04d", index);
  }

  /** Publishes the whole file on every connection, on the calling thread. */
  void run() throws IOException {
    long start = System.nanoTime();
    long[] due = new long[connections.size()];
    while (true) {
      long elapsed = System.nanoTime() - start;
      long earliest = Long.MAX_VALUE;
      for (int i = 0; i < due.length; i++) {
        if (due[i] <= elapsed) {
          due[i] = connections.get(i).advance(elapsed, intervalNanos);
        }
        earliest = Math.min(earliest, due[i]);
      }
      if (earliest == Long.MAX_VALUE) {
        return;
      }
      // A full socket would be retried at once: half a millisecond later is sufficient.
      LockSupport.parkNanos(Math.max(500_000, earliest - (System.nanoTime() - start)));
    }
  }

  PacedConnection connection(int index) {
    return connections.get(index);
  }

  @Override
  public void close() throws IOException {
    for (PacedConnection connection : connections) {
      connection.close();
    }
  }
}
