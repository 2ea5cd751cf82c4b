package io.framelog.edge.channel;

import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls of the log for one reader of one stream. Results are used on the reader's loop, unless a
 * later call has begun or the calls were cancelled by then.
 *
 * <pre>
 *   call ──────────────────────▶ pending ──────────────────┐
 *   read a piece ─▶ reserve ───▶ pending ─▶ give back ─────┴─▶ loop: the latest? ─ yes ─▶ used
 *                      └ no room: false                             └ no: ignored
 * </pre>
 *
 * Confined to the loop.
 */
public final class LogCalls {
  private final LogReader reader;
  private final StreamId stream;
  private final ReadBackMemory memory;
  private final Executor loop;
  private final LatestCall calls = new LatestCall();
  private boolean pending;

  /**
   * @param memory for pieces of the past
   */
  public LogCalls(LogReader reader, StreamId stream, ReadBackMemory memory, Executor loop) {
    this.reader = reader;
    this.stream = stream;
    this.memory = memory;
    this.loop = loop;
  }

  /**
   * Begins a call.
   *
   * @param result of the call; completes on any thread
   * @param failed gets the failure without the exceptions that stages wrap it in
   */
  public <T> void call(CompletionStage<T> result, Consumer<T> then, Consumer<Throwable> failed) {
    long call = begin();
    FatalErrors.watch(
        result.whenComplete(
            (found, failure) ->
                loop.execute(
                    () ->
                        finish(
                            call,
                            () -> {
                              if (failure == null) {
                                then.accept(found);
                              } else {
                                failed.accept(StageFailure.cause(failure));
                              }
                            }))));
  }

  /**
   * Reads one piece of the past. Its bytes are reserved until it has been read.
   *
   * @return false if there is no memory; no call has begun then
   */
  public boolean readPiece(
      Position from, int bytes, Consumer<List<LoggedRecord>> then, Consumer<Throwable> failed) {
    if (!memory.reserve(bytes)) {
      return false;
    }
    call(
        reader
            .readPast(stream, from, bytes)
            .whenComplete((records, failure) -> memory.giveBack(bytes)),
        then,
        failed);
    return true;
  }

  /** Runs a task after a delay, which counts as a call. */
  public void callAfter(Duration delay, ScheduledExecutorService timer, Runnable task) {
    long call = begin();
    var unused =
        timer.schedule(
            () -> loop.execute(() -> finish(call, task)), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private long begin() {
    pending = true;
    return calls.begin();
  }

  private void finish(long call, Runnable task) {
    if (calls.isLatest(call)) {
      pending = false;
      task.run();
    }
  }

  /** Whether the latest call has no result yet. */
  public boolean isPending() {
    return pending;
  }

  /** Ignores the results of all calls so far. Idempotent. */
  public void cancel() {
    calls.cancel();
    pending = false;
  }
}
