package io.framelog.edge.frame;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The memory of media that an edge reads back from the log, and of HLS media, over all streams and
 * viewers. It counts from before the read until the last socket has taken it.
 *
 * <pre>
 *   reserve ──▶ being read ──▶ allocated ──▶ with sockets ──▶ free
 *     └ full: refused, counted     │  ▲
 *                                  ▼  │ let go of
 *                                 kept: counts against its keeper's own bound
 * </pre>
 *
 * The allocator is one of its own, whose metric tells what is allocated and not free yet, whoever
 * releases it. Thread-safe.
 */
public final class ReadBackMemory {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong kept = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private final long most;

  /**
   * @param most bytes at a time
   */
  public ReadBackMemory(long most) {
    this.most = most;
  }

  /** What is allocated here counts until it is free. */
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /**
   * Reserves bytes for a read; empty reservations can be asked to grow.
   *
   * @return false, counted, if there is no room
   */
  public boolean reserve(long bytes) {
    reserved.addAndGet(bytes);
    if (isExceeded()) {
      reserved.addAndGet(-bytes);
      refused.increment();
      return false;
    }
    return true;
  }

  /** Ends a reservation, or a part of it. */
  public void giveBack(long bytes) {
    reserved.addAndGet(-bytes);
  }

  /**
   * Allocated bytes are kept by somebody with a bound of its own and do not count here meanwhile.
   *
   * @param bytes negative when they are not kept any more
   */
  public void keep(long bytes) {
    kept.addAndGet(bytes);
  }

  /** Whether more is in use than there is room for; readers that take nothing may hold it. */
  public boolean isExceeded() {
    return used() > most;
  }

  /** Whether readers that can do with less should. */
  public boolean isHalfUsed() {
    return used() > most / 2;
  }

  /** Bytes being read back, or with sockets. */
  public long used() {
    return reserved.get() + allocator.metric().usedDirectMemory() - kept.get();
  }

  /** Reads that found no room. */
  public long refused() {
    return refused.sum();
  }
}
