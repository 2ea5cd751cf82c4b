package io.framelog.edge.frame;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The memory of media that an edge reads back from the log, and of HLS media, over all streams and
 * viewers. Bytes count from before the read until the last socket has accepted them.
 *
 * <pre>
 *   reserve ──▶ being read ──▶ allocated ──▶ with sockets ──▶ free
 *     └ full: refused, counted     │  ▲
 *                                  ▼  │ released
 *                                 kept: counts against the bound of a cache
 * </pre>
 *
 * Uses an allocator of its own, whose metric is the number of bytes allocated and not freed, no
 * matter which code releases them. Thread-safe.
 */
public final class ReadBackMemory {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong kept = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private final long most;

  /**
   * @param most bytes in use at the same time
   */
  public ReadBackMemory(long most) {
    this.most = most;
  }

  /** The allocator; its buffers count until they are freed. */
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /**
   * Reserves bytes for a read.
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

  /** Releases a reservation, or a part of it. */
  public void giveBack(long bytes) {
    reserved.addAndGet(-bytes);
  }

  /**
   * Excludes allocated bytes while a cache with a bound of its own keeps them.
   *
   * @param bytes negative when the cache does not keep them any more
   */
  public void keep(long bytes) {
    kept.addAndGet(bytes);
  }

  /**
   * Whether more bytes are in use than allowed. Readers whose sockets accept no data may hold them.
   */
  public boolean isExceeded() {
    return used() > most;
  }

  /** Whether half of the bytes are in use, so that readers should use small pieces. */
  public boolean isHalfUsed() {
    return used() > most / 2;
  }

  /** Bytes being read back, or not accepted by sockets yet. */
  public long used() {
    return reserved.get() + allocator.metric().usedDirectMemory() - kept.get();
  }

  /** Number of refused reads. */
  public long refused() {
    return refused.sum();
  }
}
