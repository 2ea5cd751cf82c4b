package io.framelog.edge.channel;

import io.framelog.process.FatalErrors;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The deliveries of a process's event loops, each created for its first viewer. Thread-safe. */
public final class DeliveryLoops {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long MADE_AT = System.nanoTime();

  private final Duration mostCoalesced;
  private final Consumer<LoopLoad> onLoop;
  private final Map<Executor, LoopDelivery> deliveries = new ConcurrentHashMap<>();

  /**
   * @param mostCoalesced the longest time for which a loop may delay parts
   * @param onLoop called for each loop that comes into use
   */
  public DeliveryLoops(Duration mostCoalesced, Consumer<LoopLoad> onLoop) {
    this.mostCoalesced = mostCoalesced;
    this.onLoop = onLoop;
  }

  LoopDelivery of(Executor loop) {
    return deliveries.computeIfAbsent(loop, this::delivery);
  }

  /** An executor that cannot schedule tasks delivers at once, whatever its load. */
  private LoopDelivery delivery(Executor loop) {
    LongSupplier clock = () -> System.nanoTime() - MADE_AT;
    CoalesceWindow window =
        new CoalesceWindow(mostCoalesced, clock, THREADS::getCurrentThreadCpuTime);
    onLoop.accept(window);
    return new LoopDelivery(loop, timer(loop), clock, window);
  }

  private static LoopDelivery.@Nullable Timer timer(Executor loop) {
    if (!(loop instanceof ScheduledExecutorService scheduled)) {
      return null;
    }
    return (task, delayNanos) -> {
      var unused = scheduled.schedule(FatalErrors.guarded(task), delayNanos, TimeUnit.NANOSECONDS);
    };
  }
}
