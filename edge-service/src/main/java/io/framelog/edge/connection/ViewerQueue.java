package io.framelog.edge.connection;

import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The queue of one viewer's socket: references to shared frames, bounded in bytes. Confined to the
 * viewer's event loop.
 *
 * <pre>
 *   send ──▶ socket writable and queue empty ──▶ write
 *      └───▶ [ viewer queue, bytes ≤ bound ] ── drained ──▶ write
 *               └─ full: {@link #send} returns false, its owner clears and skips
 * </pre>
 */
public final class ViewerQueue {
  private static final long TOO_SLOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final FrameWriter writer;
  private final long bound;
  private final ChannelMetrics metrics;
  private final ArrayDeque<SharedFrame> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long writtenBytes;
  private long writtenFrames;
  private long reportedBytes;
  private long allowance;
  private boolean overflowed;
  private long overflowedAt;
  private boolean draining;
  private boolean closed;

  /**
   * @param bound bytes that may be queued
   */
  public ViewerQueue(FrameWriter writer, long bound, ChannelMetrics metrics) {
    this.writer = writer;
    this.bound = bound;
    this.metrics = metrics;
  }

  /**
   * Allows more than the bound until the queue is empty: for the current chunk of a joining viewer,
   * whose memory the channel holds anyway.
   */
  public void allow(long bytes) {
    allowance += bytes;
  }

  /**
   * Writes or queues a frame, with a reference of its own.
   *
   * @return false when it did not fit and was not queued
   */
  public boolean send(SharedFrame frame) {
    if (closed) {
      return true;
    }
    if (waitingBytes == 0 && writer.isWritable()) {
      write(frame);
      return true;
    }
    if (waitingBytes + frame.size() > bound + allowance) {
      return false;
    }
    nowWaiting(frame.size());
    waiting.add(frame.retain());
    return true;
  }

  /**
   * The socket is writable again. A write may detect that itself and call this method before its
   * own frame is written. The call is ignored then: a nested loop would send later frames first.
   */
  public void drain() {
    if (draining) {
      return;
    }
    draining = true;
    try {
      writeWhatWaits();
    } finally {
      draining = false;
    }
    writer.flush();
  }

  private void writeWhatWaits() {
    while (writer.isWritable()) {
      SharedFrame frame = waiting.poll();
      if (frame == null) {
        allowance = 0;
        break;
      }
      nowWaiting(-frame.size());
      write(frame);
      frame.release();
    }
  }

  private void nowWaiting(long change) {
    if (change != 0) {
      waitingBytes += change;
      metrics.queued(change);
    }
  }

  private void write(SharedFrame frame) {
    writtenBytes += frame.size();
    writtenFrames++;
    writer.write(frame);
  }

  /**
   * Releases the queued frames.
   *
   * @return their number
   */
  public int clear() {
    overflowed = true;
    overflowedAt = System.nanoTime();
    int dropped = waiting.size();
    waiting.forEach(SharedFrame::release);
    waiting.clear();
    nowWaiting(-waitingBytes);
    allowance = 0;
    return dropped;
  }

  /** Clears the queue and ignores further frames. */
  public void close() {
    closed = true;
    clear();
  }

  /**
   * Whether half of the bound is used. False for a minute after an overflow, so that other viewers
   * do not wait for a socket that is too slow.
   */
  public boolean isCrowded() {
    return (waitingBytes - allowance) * 2 > bound
        && (!overflowed || System.nanoTime() - overflowedAt > TOO_SLOW_NANOS);
  }

  public long waitingBytes() {
    return waitingBytes;
  }

  /** Bytes written to the socket so far. */
  public long writtenBytes() {
    return writtenBytes;
  }

  /** Frames written to the socket so far. */
  public long writtenFrames() {
    return writtenFrames;
  }

  /** The value of {@link #writtenFrames} after all frames queued now have been written. */
  public long takenFrames() {
    return writtenFrames + waiting.size();
  }

  /** Bytes written since the last call. */
  public long takeSentBytes() {
    long bytes = writtenBytes - reportedBytes;
    reportedBytes = writtenBytes;
    return bytes;
  }
}
