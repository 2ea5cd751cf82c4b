package io.framelog.edge.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * One event loop per core, because viewers keep all loops busy and more would only compete; with
 * epoll if available. Vert.x assigns new connections to the loops in turn.
 */
@ApplicationScoped
public class EventLoops implements VertxOptionsCustomizer {
  private static final Logger LOG = Logger.getLogger(EventLoops.class);

  private final Optional<Integer> configured;

  EventLoops(
      @ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") Optional<Integer> configured) {
    this.configured = configured;
  }

  @Override
  public void accept(VertxOptions options) {
    options.setEventLoopPoolSize(
        configured.orElseGet(() -> Runtime.getRuntime().availableProcessors()));
  }

  void tell(@Observes StartupEvent start, Vertx vertx, MeterRegistry registry) {
    boolean isNative = vertx.isNativeTransportEnabled();
    Gauge.builder("framelog.edge.native.transport", () -> isNative ? 1 : 0)
        .description("1 if sockets are served by epoll, 0 if by Java's selectors")
        .register(registry);
    if (isNative) {
      LOG.info("sockets are served by epoll");
    } else {
      LOG.infof(
          "sockets are served by Java's selectors, which use more processor time reason=%s",
          String.valueOf(vertx.unavailableNativeTransportCause()));
    }
  }
}
