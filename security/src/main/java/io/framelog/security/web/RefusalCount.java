package io.framelog.security.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts refused requests, and logs one a minute of each reason: any web page can cause any number
 * of them. Any thread.
 */
final class RefusalCount {
  private static final Logger LOG = Logger.getLogger(RefusalCount.class);
  private static final long LOG_EVERY = TimeUnit.MINUTES.toNanos(1);

  private final Map<Refusal.Reason, OfReason> reasons = new EnumMap<>(Refusal.Reason.class);

  RefusalCount(MeterRegistry registry) {
    for (Refusal.Reason reason : Refusal.Reason.values()) {
      reasons.put(
          reason,
          new OfReason(
              Counter.builder("framelog.http.refused")
                  .description("HTTP requests refused")
                  .tag("reason", reason.wireName())
                  .register(registry),
              new AtomicLong(),
              new AtomicLong(System.nanoTime() - LOG_EVERY)));
    }
  }

  private record OfReason(Counter counter, AtomicLong notLogged, AtomicLong loggedAt) {}

  void add(Refusal refusal, String path) {
    OfReason of = reasons.get(refusal.reason());
    if (of == null) {
      throw new IllegalStateException("reason " + refusal.reason() + " is not counted");
    }
    of.counter.increment();
    of.notLogged.incrementAndGet();
    long last = of.loggedAt.get();
    long now = System.nanoTime();
    if (now - last >= LOG_EVERY && of.loggedAt.compareAndSet(last, now)) {
      LOG.infof(
          "HTTP request refused: %s reason=%s path=%s requests=%d",
          refusal.sentence(), refusal.reason().wireName(), path, of.notLogged.getAndSet(0));
    }
  }
}
