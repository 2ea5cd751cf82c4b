package io.framelog.ingest.node;

import io.framelog.ingest.source.device.CaptureMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** Prometheus metrics of the captures, registered at the start so that they exist at 0. */
@Startup
@ApplicationScoped
public class CaptureMetrics implements CaptureMeter {
  private final Map<String, Counter> failures = new HashMap<>();
  private final Counter dropped;

  CaptureMetrics(MeterRegistry registry) {
    for (String reason : CaptureMeter.reasons()) {
      failures.put(
          reason,
          Counter.builder("framelog.ingest.capture.failures")
              .description("Captures that ended without being stopped")
              .tag("reason", reason)
              .register(registry));
    }
    dropped =
        Counter.builder("framelog.ingest.capture.dropped.frames")
            .description("Frames of devices dropped because the encoder or Kafka was too slow")
            .register(registry);
  }

  @Override
  public void captureFailed(String reason) {
    Counter counter = failures.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void framesDropped(long frames) {
    dropped.increment((double) frames);
  }
}
