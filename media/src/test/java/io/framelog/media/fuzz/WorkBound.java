package io.framelog.media.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Fails code that takes too much processor time or memory for its input: a few bytes that keep a
 * core busy or fill the heap are an attack, even without a crash.
 */
public final class WorkBound {
  /**
   * Allows for instrumented code, four runs and a busy machine; a quadratic loop takes far longer.
   */
  private static final long CPU_NANOS = 500_000_000;

  private static final long CPU_NANOS_PER_BYTE = 10_000;

  /** The table of the maximum samples of one fragment, grown by doubling. */
  private static final long HEAP_BYTES = 64 << 20;

  private static final long HEAP_BYTES_PER_BYTE = 4_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private WorkBound() {}

  /**
   * Runs code that depends on an input of this many bytes; repeats it before failing, because the
   * code is warm then.
   */
  public static void check(int inputBytes, Runnable work) {
    Excess first = measure(inputBytes, work);
    if (first.isAny()) {
      Excess again = measure(inputBytes, work);
      if (again.isAny()) {
        throw new AssertionError(inputBytes + " bytes of input cost " + again);
      }
    }
  }

  private static Excess measure(int inputBytes, Runnable work) {
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    return new Excess(
        nanos,
        nanos > CPU_NANOS + CPU_NANOS_PER_BYTE * inputBytes,
        bytes,
        bytes > HEAP_BYTES + HEAP_BYTES_PER_BYTE * inputBytes);
  }

  private record Excess(long nanos, boolean ofTime, long bytes, boolean ofMemory) {
    boolean isAny() {
      return ofTime || ofMemory;
    }

    @Override
    public String toString() {
      return nanos / 1_000_000 + " ms of processor time and " + bytes + " bytes of heap";
    }
  }
}
