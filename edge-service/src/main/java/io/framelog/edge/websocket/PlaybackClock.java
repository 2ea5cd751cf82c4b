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
  private final Set<CatchUpReader> readers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ticking = new AtomicBoolean();

  public PlaybackClock(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  void add(CatchUpReader reader) {
    readers.add(reader);
    if (ticking.compareAndSet(false, true)) {
      next();
    }
  }

  void remove(CatchUpReader reader) {
    readers.remove(reader);
  }

  private void next() {
    var unused = timer.schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    readers.forEach(CatchUpReader::wake);
    if (!readers.isEmpty()) {
      next();
      return;
    }
    ticking.set(false);
    if (!readers.isEmpty() && ticking.compareAndSet(false, true)) {
      next();
    }
  }
}
