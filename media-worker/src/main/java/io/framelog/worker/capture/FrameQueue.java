package io.framelog.worker.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The queue between the thread that reads a device and the one that encodes. A device cannot be
 * slowed down: when the encoder, or Kafka after it, does not keep up, the oldest frame is dropped
 * and counted.
 *
 * <pre>
 *   device ─▶ put ─▶ [ oldest … newest | ≤ bound ] ─▶ take ─▶ encoder ─▶ stdout ─▶ node ─▶ Kafka
 *                      │                                        ◀──── backpressure ────
 *                      └─▶ dropped, counted: memory is bounded
 * </pre>
 */
final class FrameQueue {
  /**
   * @param at µs on the capture's clock
   */
  record Timed(AVFrame frame, long at) {}

  private final int bound;
  private final Deque<Timed> waiting = new ArrayDeque<>();
  private final AtomicLong dropped;

  /**
   * @param bound frames that may wait
   * @param dropped counts the dropped frames
   */
  FrameQueue(int bound, AtomicLong dropped) {
    this.bound = bound;
    this.dropped = dropped;
  }

  /** Never blocks; takes ownership of the frame. */
  synchronized void put(AVFrame frame, long at) {
    if (waiting.size() == bound) {
      avutil.av_frame_free(waiting.removeFirst().frame());
      dropped.incrementAndGet();
    }
    waiting.addLast(new Timed(frame, at));
    notifyAll();
  }

  /** Waits for a frame; the caller takes ownership. */
  synchronized Timed take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    return waiting.removeFirst();
  }
}
