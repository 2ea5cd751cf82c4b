package io.framelog.edge.channel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The bytes that the current chunks of all streams of an edge may use together. Thread-safe. */
public final class ChunkBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();
  private final LongAdder overflows = new LongAdder();

  /**
   * @param most bytes
   */
  public ChunkBudget(long most) {
    this.most = most;
  }

  /**
   * Reserves bytes for a chunk.
   *
   * @return false, counted, if too few are left: the chunk is not kept then
   */
  public boolean take(long bytes) {
    if (used.addAndGet(bytes) <= most) {
      return true;
    }
    used.addAndGet(-bytes);
    overflows.increment();
    return false;
  }

  public void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  public long used() {
    return used.get();
  }

  /** Number of chunks that were not kept for lack of room. */
  public long overflows() {
    return overflows.sum();
  }
}
