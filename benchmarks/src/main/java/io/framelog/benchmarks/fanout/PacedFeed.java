package io.framelog.benchmarks.fanout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * One stream: a frame is marked and written when it is due, or as soon as its socket accepts it.
 */
final class PacedFeed implements AutoCloseable {
  private final MarkedLoop loop;
  private final int stream;
  private final Framing framing;
  private final WritableByteChannel to;
  private final long phaseNanos;
  private ByteBuffer pending;
  private int next;
  private int late;

  /**
   * @param to non-blocking channel
   * @param phaseNanos when its first frame is due, ns since the start
   */
  PacedFeed(MarkedLoop loop, int stream, Framing framing, WritableByteChannel to, long phaseNanos) {
    this.loop = loop;
    this.stream = stream;
    this.framing = framing;
    this.to = to;
    this.phaseNanos = phaseNanos;
    this.pending = framing.wrap(Framing.Kind.INIT, loop.header(stream));
  }

  /**
   * Writes the frames that are due.
   *
   * @param elapsed ns since the start of all feeds
   * @return when it must be called again, ns since the start
   */
  long advance(long elapsed, long intervalNanos) throws IOException {
    while (true) {
      if (pending.hasRemaining()) {
        to.write(pending);
        if (pending.hasRemaining()) {
          return elapsed;
        }
      }
      long due = phaseNanos + next * intervalNanos;
      if (due > elapsed) {
        return due;
      }
      if (elapsed - due > intervalNanos) {
        late++;
      }
      Framing.Kind kind = loop.isKey(next) ? Framing.Kind.KEYFRAME : Framing.Kind.FRAME;
      pending = framing.wrap(kind, loop.frame(stream, next++));
    }
  }

  int frames() {
    return next;
  }

  /** Frames written more than an interval after they were due: that delay is not the server's. */
  int late() {
    return late;
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
