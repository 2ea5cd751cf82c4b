package io.framelog.edge.channel;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** An event loop with a simulated clock. */
final class FakeLoop implements Executor, LoopDelivery.Timer, LongSupplier {
  private record Alarm(long at, long order, Runnable task) {}

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
  private long now;
  private long orders;
  int runs;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void schedule(Runnable task, long delayNanos) {
    alarms.add(new Alarm(now + delayNanos, orders++, task));
  }

  @Override
  public long getAsLong() {
    return now;
  }

  /** Lets time pass within a task. */
  void spend(long nanos) {
    now += nanos;
  }

  /** Runs all tasks that are due now. */
  void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      runs++;
      task.run();
    }
  }

  /** Lets time pass; scheduled tasks run at their time. */
  void advance(long nanos) {
    long until = now + nanos;
    runTasks();
    for (Alarm next = alarms.peek(); next != null && next.at <= until; next = alarms.peek()) {
      alarms.remove();
      now = Math.max(now, next.at);
      runs++;
      next.task.run();
      runTasks();
    }
    now = Math.max(now, until);
  }

  int tasks() {
    return tasks.size();
  }
}
