package io.framelog.edge.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The fan-out of one event loop: delivers to all channels' groups of viewers on it, in passes.
 * However many batches arrive, at most one task is queued on the loop, and a viewer is flushed once
 * per pass.
 *
 * <pre>
 *   log threads ── offer ──▶ [ inbox ] ──▶ pass, one task ──▶ group due ──▶ viewer, viewer, …
 *                                           ▲      │
 *                    slice is over, or      │      ├─▶ group not due: the window since its last
 *                    the next group is due  └──────┘   delivery has not passed, or its walk is ahead
 * </pre>
 *
 * A long pass yields to the loop's other work every {@link #SLICE_NANOS}. Groups take turns. {@link
 * #offer} may be called by any thread, everything else on the loop.
 */
final class LoopDelivery {
  /** Longest time that a read, a join or a ping waits during a pass. */
  static final long SLICE_NANOS = Duration.ofMillis(4).toNanos();

  /** Runs a task later, on the loop. */
  @FunctionalInterface
  interface Timer {
    void schedule(Runnable task, long delayNanos);
  }

  private record Offer(ViewerGroup group, EventBatch batch, long at) {}

  private static final long NOT_ARMED = Long.MAX_VALUE;

  private final Executor loop;
  private final @Nullable Timer timer;
  private final LongSupplier clock;
  private final CoalesceWindow window;
  private final Queue<Offer> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean submitted = new AtomicBoolean();
  private final ArrayDeque<ViewerGroup> waiting = new ArrayDeque<>();
  private long armedFor = NOT_ARMED;

  /**
   * @param timer of the loop; null disables coalescing
   * @param clock nanoseconds since an arbitrary time of this process
   */
  LoopDelivery(Executor loop, @Nullable Timer timer, LongSupplier clock, CoalesceWindow window) {
    this.loop = loop;
    this.timer = timer;
    this.clock = clock;
    this.window = window;
  }

  /** Takes over the caller's reference to the batch, unless it throws. */
  void offer(ViewerGroup group, EventBatch batch) {
    Offer offer = new Offer(group, batch, now());
    inbox.add(offer);
    try {
      submit();
    } catch (RuntimeException shutDown) {
      submitted.set(false);
      if (inbox.remove(offer)) {
        throw shutDown;
      }
    }
  }

  /** Runs a task on the loop. Any thread. */
  void execute(Runnable task) {
    loop.execute(task);
  }

  private void submit() {
    if (submitted.compareAndSet(false, true)) {
      loop.execute(this::run);
    }
  }

  private void run() {
    submitted.set(false);
    pass();
  }

  private void alarm(long at) {
    if (armedFor == at) {
      armedFor = NOT_ARMED;
      pass();
    }
  }

  private void pass() {
    take();
    long sliceEnd = now() + SLICE_NANOS;
    long next = NOT_ARMED;
    for (int left = waiting.size(); left > 0; left--) {
      ViewerGroup group = waiting.remove();
      long due = group.dueAt(window.nanos());
      if (timer != null && due > now()) {
        waiting.add(group);
        next = Math.min(next, due);
        continue;
      }
      boolean done = group.deliver(window.nanos(), this::now, sliceEnd);
      long at = now();
      window.owed(due, at);
      if (!done && (timer == null || group.dueAt(window.nanos()) <= at)) {
        waiting.addFirst(group);
        submit();
        return;
      }
      if (group.isWaiting()) {
        waiting.add(group);
        next = Math.min(next, group.dueAt(window.nanos()));
      }
      if (at >= sliceEnd && left > 1) {
        submit();
        return;
      }
    }
    wakeAt(next);
  }

  private void take() {
    for (Offer offer = inbox.poll(); offer != null; offer = inbox.poll()) {
      if (offer.group().take(offer.batch(), offer.at())) {
        waiting.add(offer.group());
      }
    }
  }

  private void wakeAt(long next) {
    if (timer != null && next < armedFor) {
      armedFor = next;
      timer.schedule(() -> alarm(next), next - now());
    }
  }

  private long now() {
    return clock.getAsLong();
  }
}
