package io.framelog.edge.websocket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One timer for all viewers in the past; stopped while there are none. Thread-safe. */
public final class PlaybackClock {
  private static final Duration TICK = Duration.ofMillis(50);

  private final ScheduledExecutorService timer;
  private final Set<CatchUpReader> cursors = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ticking = new AtomicBoolean();

  public PlaybackClock(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  void add(CatchUpReader cursor) {
    cursors.add(cursor);
    if (ticking.compareAndSet(false, true)) {
      next();
    }
  }

  void remove(CatchUpReader cursor) {
    cursors.remove(cursor);
  }

  private void next() {
    var unused = timer.schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    cursors.forEach(CatchUpReader::wake);
    if (!cursors.isEmpty()) {
      next();
      return;
    }
    ticking.set(false);
    if (!cursors.isEmpty() && ticking.compareAndSet(false, true)) {
      next();
    }
  }
}
