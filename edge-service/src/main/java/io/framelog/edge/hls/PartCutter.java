package io.framelog.edge.hls;

import io.framelog.log.LogRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Joins a chunk's log parts into HLS parts, from what their records say alone and always from the
 * chunk's start, so that every edge cuts at the same places whenever it began to read.
 *
 * <pre>
 *   target 210 ms   40 40 40 40 40 │ 40 40 40 40 40 │ 40 40 ┃ end of the chunk
 *                   ────part 0──── │ ────part 1──── │ part 2┃
 *                                  └ closed at once: one more of 40 would exceed the target
 *
 *   with sound      40 40  0 40 40 40  0 │ 40 …     0: a log part that brings the video no further
 *                   ────────part 0────── │ └ closed by it, so that no part begins with sound alone
 * </pre>
 *
 * Players tell a part's place by its first samples, and hls.js begins a timeline anew when they are
 * not the video's. Not thread-safe.
 */
final class PartCutter {
  /**
   * An HLS part.
   *
   * @param number in the chunk, from 0
   * @param durationUs µs
   * @param data what it consists of, in order
   */
  record Cut(int number, long durationUs, List<ByteBuffer> data) {
    Cut {
      data = List.copyOf(data);
    }
  }

  /** A larger difference is a hole in the stream, not a sample's duration that was wrong. */
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
   * @param targetUs the longest a part of more than one log part becomes, µs
   * @param mixed whether there is sound beside the video
   */
  PartCutter(long targetUs, boolean mixed, Consumer<Cut> closed) {
    this.targetUs = targetUs;
    this.mixed = mixed;
    this.closed = closed;
  }

  /** Where a chunk begins that has this first part, decode time in µs. */
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
   * The chunk is over, and the next one begins: sets right what its last sample's duration said, so
   * that errors do not add up from chunk to chunk.
   *
   * @param nextUs where the next chunk begins, decode time in µs
   */
  void finishAt(long nextUs) {
    long nearUs = Math.max(reachUs - MAX_ERROR_US, Math.min(reachUs + MAX_ERROR_US, nextUs));
    reachUs = Math.min(Math.max(closedUs + targetUs, reachUs), nearUs);
    finish();
  }

  /** The chunk is over, or the part is: closes what is open. Idempotent. */
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
