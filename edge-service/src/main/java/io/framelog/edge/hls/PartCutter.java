package io.framelog.edge.hls;

import io.framelog.log.LogRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Joins a chunk's log parts into HLS parts. It depends only on the records, from the chunk's start
 * on, so every edge makes the same parts, no matter when it began to read.
 *
 * <pre>
 *   target 210 ms   40 40 40 40 40 │ 40 40 40 40 40 │ 40 40 ┃ end of the chunk
 *                   ────part 0──── │ ────part 1──── │ part 2┃
 *                                  └ closed at once: another 40 ms would exceed the target
 *
 *   with audio      40 40  0 40 40 40  0 │ 40 …     0: a log part that does not advance the video
 *                   ────────part 0────── │ └ closes part 0, so that no part begins with audio alone
 * </pre>
 *
 * Players derive a part's time from its first samples, and hls.js resets its timeline when these
 * are not video. Not thread-safe.
 */
final class PartCutter {
  /**
   * An HLS part.
   *
   * @param number in the chunk, from 0
   * @param durationUs µs
   * @param data the payloads of its log parts, in order
   */
  record Cut(int number, long durationUs, List<ByteBuffer> data) {
    Cut {
      data = List.copyOf(data);
    }
  }

  /** A larger difference is a gap in the stream, not an inaccurate sample duration. */
  private static final long MAX_ERROR_US = 100_000;

  private static final long MIN_US = 1_000;

  private final long targetUs;
  private final boolean mixed;
  private final Consumer<Cut> closed;
  private final List<ByteBuffer> open = new ArrayList<>();
  private boolean begun;
  private long reachUs;
  private long closedUs;
  private int number;

  /**
   * @param targetUs longest duration of a part made of more than one log part, µs
   * @param mixed whether there is audio besides the video
   */
  PartCutter(long targetUs, boolean mixed, Consumer<Cut> closed) {
    this.targetUs = targetUs;
    this.mixed = mixed;
    this.closed = closed;
  }

  /** Decode time, µs, at which the chunk with this first part begins. */
  static long startUs(LogRecord.Part first) {
    return first.reachUs() - first.durationUs();
  }

  void add(LogRecord.Part part) {
    if (!begun) {
      begun = true;
      closedUs = startUs(part);
      reachUs = closedUs;
    }
    long stepUs = part.reachUs() - reachUs;
    if (stepUs > 0) {
      if (part.reachUs() - closedUs > targetUs) {
        finish();
      }
      reachUs = part.reachUs();
    }
    open.add(part.data());
    if (!mixed && reachUs - closedUs + stepUs > targetUs) {
      finish();
    }
  }

  /**
   * Ends the chunk where the next one begins. Corrects the duration of its last sample, so that
   * errors do not accumulate over chunks.
   *
   * @param nextUs decode time, µs, at which the next chunk begins
   */
  void finishAt(long nextUs) {
    long nearUs = Math.max(reachUs - MAX_ERROR_US, Math.min(reachUs + MAX_ERROR_US, nextUs));
    reachUs = Math.min(Math.max(closedUs + targetUs, reachUs), nearUs);
    finish();
  }

  /** Closes the open part. Idempotent. */
  void finish() {
    if (!open.isEmpty()) {
      reachUs = Math.max(closedUs + MIN_US, reachUs);
      Cut cut = new Cut(number++, reachUs - closedUs, open);
      open.clear();
      closedUs = reachUs;
      closed.accept(cut);
    }
  }
}
