package io.framelog.log;

import io.framelog.process.FatalErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A fixed number of threads with one bounded queue; each thread borrows a cursor while it reads.
 *
 * <pre>
 *   submit ──▶ [ queue, bounded ] ──▶ thread ── takes ──▶ cursor (as many as threads)
 *      │ full                           ▲                   │
 *      └──▶ fails at once, counted      └───── returns ─────┘
 * </pre>
 *
 * Invariant: a cursor is used by one thread at a time, or idle.
 */
final class ReadingPool implements AutoCloseable {
  private final String name;
  private final ThreadPoolExecutor threads;
  private final BlockingQueue<LogCursor> idle;
  private final List<LogCursor> cursors = new ArrayList<>();
  private final LongAdder refused = new LongAdder();

  ReadingPool(String name, int size, int queue, Supplier<LogCursor> cursorSource) {
    this.name = name;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> LogThreads.daemon(name + "-" + number.incrementAndGet(), task));
    idle = new ArrayBlockingQueue<>(size);
    for (int i = 0; i < size; i++) {
      LogCursor cursor = cursorSource.get();
      cursors.add(cursor);
      idle.add(cursor);
    }
  }

  /** Completes on a thread of the pool, or at once with a failure when the queue is full. */
  <T> CompletionStage<T> submit(Function<LogCursor, T> reading) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(() -> run(reading, result));
    } catch (RejectedExecutionException e) {
      refused.increment();
      result.completeExceptionally(
          new LogException(name + " is busy, waiting=" + threads.getQueue().size(), e));
    }
    return result;
  }

  private <T> void run(Function<LogCursor, T> reading, CompletableFuture<T> result) {
    LogCursor cursor = idle.remove();
    T found;
    try {
      found = reading.apply(cursor);
    } catch (RuntimeException | Error e) {
      FatalErrors.endProcessOn(e);
      idle.add(cursor);
      result.completeExceptionally(e);
      return;
    }
    idle.add(cursor);
    result.complete(found);
  }

  /** Number of reads refused because the queue was full. */
  long refused() {
    return refused.sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (LogThreads.ended(threads)) {
      cursors.forEach(LogCursor::close);
    }
  }
}
