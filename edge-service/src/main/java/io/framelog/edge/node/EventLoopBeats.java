package io.framelog.edge.node;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Whether event loops come round: each notes the time once a second. Thread-safe. */
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

  /** For how long the loop that is slowest has not come round; about a second in health. */
  Duration longestSilence() {
    long now = System.nanoTime();
    return Duration.ofNanos(beats.stream().mapToLong(beat -> now - beat.get()).max().orElse(0));
  }
}
