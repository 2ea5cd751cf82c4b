package io.framelog.ingest.session;

import io.framelog.ingest.source.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** An event loop and a clock that the test advances. */
public final class ManualEventLoop implements EventLoop {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Planned> timers = new ArrayList<>();
  private long now;

  private record Planned(long at, long period, Runnable task) {}

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return plan(new Planned(now + delay.toNanos(), 0, task));
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    return plan(new Planned(now + period.toNanos(), period.toNanos(), task));
  }

  /** Runs all queued tasks, including those that they queue. */
  public void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Advances the clock; timers run in their order. */
  public void pass(Duration time) {
    long until = now + time.toNanos();
    run();
    for (Optional<Planned> next = next(until); next.isPresent(); next = next(until)) {
      Planned planned = next.get();
      timers.remove(planned);
      now = planned.at();
      if (planned.period() > 0) {
        timers.add(new Planned(now + planned.period(), planned.period(), planned.task()));
      }
      planned.task().run();
      run();
    }
    now = until;
  }

  public int timers() {
    return timers.size();
  }

  private Optional<Planned> next(long until) {
    return timers.stream()
        .filter(planned -> planned.at() <= until)
        .min(Comparator.comparingLong(Planned::at));
  }

  private Timer plan(Planned planned) {
    timers.add(planned);
    return () -> timers.removeIf(each -> each.task() == planned.task());
  }
}
