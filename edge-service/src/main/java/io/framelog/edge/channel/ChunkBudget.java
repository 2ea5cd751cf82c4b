package io.framelog.edge.channel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The bytes that the current chunks of all streams of an edge may take together. Thread-safe. */
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
   * Takes bytes for a chunk.
   *
   * @return false, counted, if there are not so many left: the chunk is not kept then
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

  /** Chunks that are not kept because there was no room. */
  public long overflows() {
    return overflows.sum();
  }
}
