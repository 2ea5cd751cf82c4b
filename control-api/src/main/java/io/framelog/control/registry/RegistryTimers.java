package io.framelog.control.registry;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The timers for unreported changes: nodes that are gone, outages of Kafka, and idle streams. */
@ApplicationScoped
public class RegistryTimers {
  private static final Logger LOG = Logger.getLogger(RegistryTimers.class);
  private static final Duration NODES_EVERY = Duration.ofMillis(500);
  private static final Duration PING_EVERY = Duration.ofSeconds(2);

  private final StreamRegistry registry;
  private final StreamReaper idle;
  private final ControlLog log;
  private final ControlSettings settings;
  private final List<Cancellable> timers = new ArrayList<>();

  RegistryTimers(
      StreamRegistry registry, StreamReaper idle, ControlLog log, ControlSettings settings) {
    this.registry = registry;
    this.idle = idle;
    this.log = log;
    this.settings = settings;
  }

  void start(@Observes StartupEvent event) {
    every(NODES_EVERY, () -> Uni.createFrom().voidItem().invoke(registry::noticeGonePublishers));
    every(PING_EVERY, this::ping);
    every(settings.removalPause(), idle::look);
  }

  private Uni<Void> ping() {
    registry.connectivity().tell();
    return Uni.createFrom()
        .completionStage(log::ping)
        .invoke(registry.connectivity()::answered)
        .ifNoItem()
        .after(PING_EVERY)
        .fail()
        .onFailure()
        .recoverWithNull();
  }

  private void every(Duration period, Supplier<Uni<Void>> look) {
    timers.add(
        Multi.createFrom()
            .ticks()
            .every(period)
            .onOverflow()
            .drop()
            .onItem()
            .transformToUniAndConcatenate(
                tick ->
                    look.get()
                        .onFailure()
                        .invoke(e -> LOG.warnf("a periodic check failed and is repeated: %s", e))
                        .onFailure()
                        .recoverWithNull())
            .subscribe()
            .with(done -> {}));
  }

  void stop(@Observes ShutdownEvent event) {
    timers.forEach(Cancellable::cancel);
  }
}
