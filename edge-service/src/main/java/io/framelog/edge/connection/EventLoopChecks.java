package io.framelog.edge.connection;

import io.framelog.process.FatalErrors;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Checks every viewer's socket once a second, on its event loop, with one timer per loop instead of
 * one per viewer. Thread-safe.
 */
@ApplicationScoped
public class EventLoopChecks {
  public static final Duration EVERY = Duration.ofSeconds(1);

  /** An object to be checked once a second, on its event loop. */
  public interface Swept {
    /**
     * Called once a second.
     *
     * @param now nanoseconds of {@link System#nanoTime}
     */
    void sweep(long now);
  }

  private final Map<Executor, Set<Swept>> loops = new ConcurrentHashMap<>();

  /**
   * Adds an object, until it is removed. Without effect for an executor that cannot schedule tasks.
   */
  public void add(Executor loop, Swept swept) {
    loops.computeIfAbsent(loop, EventLoopChecks::started).add(swept);
  }

  public void remove(Executor loop, Swept swept) {
    Set<Swept> present = loops.get(loop);
    if (present != null) {
      present.remove(swept);
    }
  }

  private static Set<Swept> started(Executor loop) {
    Set<Swept> all = ConcurrentHashMap.newKeySet();
    if (loop instanceof ScheduledExecutorService timer) {
      var unused =
          timer.scheduleWithFixedDelay(
              FatalErrors.guarded(() -> sweep(all)),
              EVERY.toMillis(),
              EVERY.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    return all;
  }

  private static void sweep(Set<Swept> all) {
    long now = System.nanoTime();
    all.forEach(swept -> swept.sweep(now));
  }
}
