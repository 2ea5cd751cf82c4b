package io.framelog.control.registry;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Looks after what nobody reports: nodes that vanish, and streams idle for so long that they are
 * removed. Several control APIs may do so at once; removing what is gone does nothing.
 */
@ApplicationScoped
public class Watch {
  private static final Logger LOG = Logger.getLogger(Watch.class);
  private static final Duration NODES_EVERY = Duration.ofMillis(500);
  private static final Duration PING_EVERY = Duration.ofSeconds(2);
  private static final Duration IDLE_EVERY = Duration.ofSeconds(30);

  private final StreamRegistry registry;
  private final StreamRemoval removal;
  private final ControlChannelsIn channels;
  private final ControlLog log;
  private final Duration idleRemoval;
  private final List<Cancellable> timers = new ArrayList<>();

  Watch(
      StreamRegistry registry,
      StreamRemoval removal,
      ControlChannelsIn channels,
      ControlLog log,
      ControlSettings settings) {
    this.registry = registry;
    this.removal = removal;
    this.channels = channels;
    this.log = log;
    this.idleRemoval = settings.idleRemoval();
  }

  void start(@Observes StartupEvent event) {
    every(NODES_EVERY, () -> Uni.createFrom().voidItem().invoke(registry::noticeGonePublishers));
    every(PING_EVERY, this::ping);
    every(IDLE_EVERY, this::removeIdle);
  }

  private Uni<Void> ping() {
    registry.reach().tell();
    return Uni.createFrom()
        .completionStage(log::ping)
        .invoke(registry.reach()::answered)
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
                        .invoke(e -> LOG.warnf("the watch goes on after a failure: %s", e))
                        .onFailure()
                        .recoverWithNull())
            .subscribe()
            .with(done -> {}));
  }

  private Uni<Void> removeIdle() {
    if (!channels.caughtUp().isComplete()) {
      return Uni.createFrom().voidItem();
    }
    Instant before = Instant.now().minus(idleRemoval);
    return Multi.createFrom()
        .iterable(registry.all())
        .filter(stream -> !stream.isLive() && stream.updatedAt().isBefore(before))
        .onItem()
        .transformToUniAndConcatenate(removal::remove)
        .toUni()
        .replaceWithVoid();
  }

  void stop(@Observes ShutdownEvent event) {
    timers.forEach(Cancellable::cancel);
  }
}
