package io.framelog.benchmarks.ingest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One publisher: writes a frame when it is due, and the rest as soon as the socket accepts it. */
final class PacedConnection implements AutoCloseable {
  private final PublishedFile file;
  private final long phaseNanos;
  private final long[] written;
  private final SocketChannel socket;
  private ByteBuffer pending;
  private int next;

  /**
   * Connects.
   *
   * @param phaseNanos when its first frame is due, ns since the start
   */
  PacedConnection(PublishedFile file, String name, InetSocketAddress to, long phaseNanos)
      throws IOException {
    this.file = file;
    this.phaseNanos = phaseNanos;
    this.written = new long[file.frames().size()];
    this.pending = ByteBuffer.wrap(file.headerFor(name));
    socket = SocketChannel.open(to);
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /**
   * Writes the frames that are due.
   *
   * @param elapsed ns since the start of all publishers
   * @return when it must be called again, ns since the start; {@link Long#MAX_VALUE} when done
   */
  long advance(long elapsed, long intervalNanos) throws IOException {
    while (true) {
      if (pending.hasRemaining()) {
        socket.write(pending);
        if (pending.hasRemaining()) {
          return elapsed;
        }
      }
      if (next == file.frames().size()) {
        return Long.MAX_VALUE;
      }
      long due = phaseNanos + next * intervalNanos;
      if (due > elapsed) {
        return due;
      }
      written[next] = System.nanoTime();
      pending = file.frames().get(next++).buffer();
    }
  }

  /** When the write of a frame began, {@link System#nanoTime()}. */
  long writtenAt(int frame) {
    return written[frame];
  }

  /** Closes the connection without a reset: the publisher has finished. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
