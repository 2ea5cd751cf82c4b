package io.framelog.benchmarks.latency;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The times of each frame's write and of the read of its last byte, ns of this process's clock. */
final class Arrivals {
  private final long[] written;
  private final long[] read;
  private final CountDownLatch outstanding;

  Arrivals(int frames) {
    written = new long[frames];
    read = new long[frames];
    outstanding = new CountDownLatch(frames);
  }

  void written(int frame) {
    written[frame] = System.nanoTime();
  }

  void read(int frame) {
    read[frame] = System.nanoTime();
    outstanding.countDown();
  }

  void awaitAll() throws InterruptedException {
    if (!outstanding.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException(outstanding.getCount() + " frames did not arrive");
    }
  }

  /** Percentiles of the frames after a warm-up. */
  Percentiles percentiles(int warmUpFrames) {
    long[] sorted = new long[written.length - warmUpFrames];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = read[i + warmUpFrames] - written[i + warmUpFrames];
    }
    Arrays.sort(sorted);
    return new Percentiles(
        at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), sorted[sorted.length - 1] / 1e6);
  }

  private static double at(long[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] / 1e6;
  }

  /** Milliseconds. */
  record Percentiles(double p50, double p95, double p99, double max) {}
}
