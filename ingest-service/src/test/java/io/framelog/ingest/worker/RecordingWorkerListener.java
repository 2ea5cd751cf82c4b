package io.framelog.ingest.worker;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts a worker's output. */
final class RecordingWorkerListener implements WorkerListener {
  final AtomicLong bytes = new AtomicLong();
  final AtomicInteger drained = new AtomicInteger();
  private final CompletableFuture<WorkerExit> exit = new CompletableFuture<>();

  @Override
  public void onOutput(ByteBuffer read) {
    bytes.addAndGet(read.remaining());
  }

  @Override
  public void onInputDrained() {
    drained.incrementAndGet();
  }

  @Override
  public void onExit(WorkerExit how) {
    exit.complete(how);
  }

  boolean isOver() {
    return exit.isDone();
  }

  WorkerExit exit() throws Exception {
    return exit.get(30, TimeUnit.SECONDS);
  }
}
