package io.framelog.edge.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A channel's viewers on one event loop. The queue of the loop is bounded, and a batch that does
 * not fit is dropped for the whole loop: its viewers detect the missing event numbers and skip to
 * the next chunk.
 *
 * <pre>
 *   log thread ── offer ──▶ [ loop queue, bytes ≤ bound ] ──▶ walk ──▶ viewer, viewer, …
 *                  └─ full: dropped, counted                    └─ past the last: batches released
 * </pre>
 *
 * A walk may be interrupted and continued; each viewer then gets all batches queued at that time.
 * With a coalescing window the walk is spread over the window, so that each viewer has one turn per
 * window. Viewers that leave during a walk leave an empty slot, viewers that join are appended, so
 * no viewer is passed over. On the loop, except {@link #offer}, {@link #fixWindow}, {@link
 * #hasRoom} and {@link #size}.
 */
final class ViewerGroup {
  private static final Logger LOG = Logger.getLogger(ViewerGroup.class);
  private static final long ADAPTIVE = -1;

  /**
   * The fraction of a window that a spread walk fills, so that it ends before the next one is due.
   * Without spreading, all viewers would get a window's worth of data in one burst, which overloads
   * the network, and then nothing.
   */
  private static final double SPREAD = 0.9;

  /** The clock is read once per this many viewers. */
  private static final int VIEWERS_A_LOOK = 16;

  private final LoopDelivery delivery;
  private final long bound;
  private final ChannelMetrics metrics;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicInteger size = new AtomicInteger();
  private final ArrayDeque<EventBatch> waiting = new ArrayDeque<>();
  private final List<@Nullable ViewerSubscription> row = new ArrayList<>();
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile long fixedWindow = ADAPTIVE;
  private volatile int crowded;
  private int crowdedOfWalk;
  private int holes;
  private int next;
  private int batchesOfWalk;
  private long waitingSince;
  private long deliveredAt;
  private long walkSpread;

  /**
   * @param bound bytes that may be queued for the loop
   */
  ViewerGroup(LoopDelivery delivery, long bound, ChannelMetrics metrics) {
    this.delivery = delivery;
    this.bound = bound;
    this.metrics = metrics;
  }

  /**
   * Queues a batch, with a reference of its own. Never blocks. Any thread, but batches in order.
   */
  void offer(EventBatch batch) {
    long bytes = batch.size();
    if (waitingBytes.addAndGet(bytes) > bound) {
      waitingBytes.addAndGet(-bytes);
      metrics.droppedForLoop(batch.events().size());
      return;
    }
    batch.retain();
    try {
      delivery.offer(this, batch);
    } catch (RuntimeException shutDown) {
      waitingBytes.addAndGet(-bytes);
      batch.release();
      throw shutDown;
    }
  }

  /**
   * Sets the window of the stream's settings.
   *
   * @param window {@code null} for the loop's own
   */
  void fixWindow(@Nullable Duration window) {
    fixedWindow = window == null ? ADAPTIVE : window.toNanos();
  }

  /**
   * Takes a batch over for the next walk.
   *
   * @return whether it is the only one, so that the caller must schedule the group
   */
  boolean take(EventBatch batch, long at) {
    waiting.add(batch);
    if (waiting.size() > 1) {
      return false;
    }
    waitingSince = at;
    return true;
  }

  /** When the next walk must begin, or the present one continue, nanoseconds. */
  long dueAt(long loopWindow) {
    if (batchesOfWalk > 0) {
      return walkSpread == 0
          ? waitingSince
          : deliveredAt + (long) (walkSpread * ((double) next / row.size()));
    }
    long window = window(loopWindow);
    return window == 0 ? waitingSince : Math.max(waitingSince, deliveredAt + window);
  }

  private long window(long loopWindow) {
    return fixedWindow == ADAPTIVE ? loopWindow : fixedWindow;
  }

  /**
   * Delivers the queued batches to each viewer and flushes it.
   *
   * @param loopWindow the loop's window, nanoseconds
   * @param until when to interrupt the walk, nanoseconds
   * @return whether the walk is complete; if not, the caller continues it soon
   */
  boolean deliver(long loopWindow, LongSupplier clock, long until) {
    if (batchesOfWalk == 0) {
      beginWalk(clock.getAsLong(), window(loopWindow));
    }
    while (next < row.size()) {
      ViewerSubscription subscription = row.get(next++);
      if (subscription != null) {
        give(subscription);
      }
      if (next % VIEWERS_A_LOOK == 0 && clock.getAsLong() >= until && next < row.size()) {
        return false;
      }
    }
    endWalk();
    return true;
  }

  /** Whether batches arrived during the walk. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private void beginWalk(long now, long window) {
    closeRanks();
    deliveredAt = now;
    walkSpread = (long) (window * SPREAD);
    batchesOfWalk = waiting.size();
    crowdedOfWalk = 0;
    next = 0;
  }

  private void give(ViewerSubscription subscription) {
    try {
      subscription.deliver(waiting);
      crowdedOfWalk += subscription.isCrowded() ? 1 : 0;
    } catch (RuntimeException fault) {
      LOG.error("viewer failed and is detached", fault);
      subscription.detach();
    }
  }

  private void endWalk() {
    crowded = crowdedOfWalk;
    for (; batchesOfWalk > 0; batchesOfWalk--) {
      EventBatch batch = waiting.remove();
      waitingBytes.addAndGet(-batch.size());
      batch.release();
    }
    waitingSince = deliveredAt;
  }

  private void closeRanks() {
    if (holes > row.size() / 4) {
      row.removeIf(subscription -> subscription == null);
      holes = 0;
      for (int i = 0; i < row.size(); i++) {
        ViewerSubscription subscription = row.get(i);
        if (subscription != null) {
          subscription.place = i;
        }
      }
    }
  }

  void add(ViewerSubscription subscription) {
    subscription.place = row.size();
    row.add(subscription);
    size.incrementAndGet();
  }

  void remove(ViewerSubscription subscription) {
    row.set(subscription.place, null);
    holes++;
    size.decrementAndGet();
  }

  int size() {
    return size.get();
  }

  /** Whether everything was delivered, and no viewer is crowded. Any thread. */
  boolean hasRoom() {
    if (crowded > 0 && counting.compareAndSet(false, true)) {
      delivery.execute(this::countCrowded);
    }
    return crowded == 0 && waitingBytes.get() == 0;
  }

  private void countCrowded() {
    counting.set(false);
    int count = 0;
    for (ViewerSubscription subscription : row) {
      count += subscription != null && subscription.isCrowded() ? 1 : 0;
    }
    crowded = count;
  }

  /** Any thread. */
  long queuedBytes() {
    return waitingBytes.get();
  }
}
