package io.framelog.ingest.node;

import io.framelog.controlplane.CaptureState;
import io.framelog.ingest.CaptureSettings;
import io.framelog.ingest.IngestConfig;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.VertxEventLoop;
import io.framelog.ingest.source.device.Captures;
import io.framelog.ingest.source.device.DeviceListing;
import io.framelog.ingest.worker.Workers;
import io.framelog.security.connection.VertxInternals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Creates the beans of an ingest node's captures. */
@Singleton
class CaptureBeans {
  @Produces
  @Singleton
  CaptureSettings settings(IngestConfig config) {
    return CaptureSettings.from(config);
  }

  @Produces
  @Singleton
  Captures captures(
      CaptureSettings settings,
      Sessions sessions,
      Workers workers,
      CaptureMetrics metrics,
      Vertx vertx,
      MeterRegistry registry) {
    Captures captures =
        Captures.create(
            settings,
            sessions::accept,
            workers,
            metrics,
            () -> loop(vertx),
            InstantSource.system());
    for (CaptureState.State state : CaptureState.State.values()) {
      Gauge.builder("framelog.ingest.captures", captures, each -> each.count(state))
          .description("Captures by state")
          .tag("state", state.wireName())
          .register(registry);
    }
    return captures;
  }

  @Produces
  @Singleton
  DeviceListing deviceListing(Workers workers, IngestSettings settings, Vertx vertx) {
    return new DeviceListing(workers, settings.limits(), () -> loop(vertx));
  }

  /** The event loops, in round-robin order. */
  private static EventLoop loop(Vertx vertx) {
    return new VertxEventLoop(vertx, VertxInternals.nextContext(vertx));
  }
}
