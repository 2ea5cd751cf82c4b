package io.framelog.edge.viewer.hls;

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
 * </pre>
 *
 * Not thread-safe.
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

  /** A larger difference is a hole in the stream, not an error. */
  private static final long LARGEST_ERROR_US = 100_000;

  private static final long LEAST_US = 1_000;

  private final long targetUs;
  private final Consumer<Cut> closed;
  private final ChunkClock clock = new ChunkClock();
  private final List<ByteBuffer> open = new ArrayList<>();
  private long coveredUs;
  private long closedUs;
  private int number;

  /**
   * @param targetUs the longest a part of more than one log part becomes, µs
   */
  PartCutter(long targetUs, Consumer<Cut> closed) {
    this.targetUs = targetUs;
    this.closed = closed;
  }

  void add(LogRecord.Part part) {
    long nowUs = clock.add(part.ptsUs(), part.durationUs());
    if (nowUs - closedUs > targetUs) {
      finish();
    }
    open.add(part.data());
    coveredUs = nowUs;
    if (nowUs - closedUs + clock.stepUs() > targetUs) {
      finish();
    }
  }

  /**
   * The chunk is over, and the next one begins: what was estimated is set right, so that errors do
   * not add up from chunk to chunk.
   *
   * @param nextPtsUs where the next chunk begins, µs
   */
  void finishAt(long nextPtsUs) {
    if (!open.isEmpty()) {
      long exactUs = nextPtsUs - clock.startUs();
      long nearUs =
          Math.max(coveredUs - LARGEST_ERROR_US, Math.min(coveredUs + LARGEST_ERROR_US, exactUs));
      coveredUs = Math.max(closedUs + LEAST_US, Math.min(closedUs + targetUs, nearUs));
    }
    finish();
  }

  /** The chunk is over, or the part is: closes what is open. Idempotent. */
  void finish() {
    if (!open.isEmpty()) {
      Cut cut = new Cut(number++, coveredUs - closedUs, open);
      open.clear();
      closedUs = coveredUs;
      closed.accept(cut);
    }
  }
}
