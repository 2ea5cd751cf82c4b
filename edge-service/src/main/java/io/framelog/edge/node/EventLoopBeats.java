package io.framelog.edge.node;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Detects stuck event loops: each loop records the time once a second. Thread-safe. */
final class EventLoopBeats {
  private static final long EVERY_MS = 1000;

  private final List<AtomicLong> beats = new ArrayList<>();

  EventLoopBeats(Iterable<EventExecutor> loops) {
    for (EventExecutor loop : loops) {
      AtomicLong beat = new AtomicLong(System.nanoTime());
      beats.add(beat);
      var unused =
          loop.scheduleAtFixedRate(
              () -> beat.set(System.nanoTime()), 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Time since the last record of the slowest loop; up to about a second for healthy loops. */
  Duration longestSilence() {
    long now = System.nanoTime();
    return Duration.ofNanos(beats.stream().mapToLong(beat -> now - beat.get()).max().orElse(0));
  }
}
