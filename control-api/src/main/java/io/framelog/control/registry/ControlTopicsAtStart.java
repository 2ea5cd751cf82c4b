package io.framelog.control.registry;

import io.framelog.control.CaughtUp;
import io.framelog.control.ControlPlaneStart;
import io.framelog.control.ControlTopics;
import io.framelog.log.LogConfig;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Makes the control topics before the messaging channels start, which read them at once. */
@ApplicationScoped
public class ControlTopicsAtStart {
  /** Reactive messaging starts its channels at {@code LIBRARY_BEFORE}. */
  private static final int BEFORE_CHANNELS = Interceptor.Priority.LIBRARY_BEFORE - 100;

  private static final List<String> READ =
      List.of(ControlTopics.STREAMS, ControlTopics.SETTINGS, ControlTopics.NODES);

  private final ControlPlaneStart start;
  private volatile @Nullable CaughtUp caughtUp;

  ControlTopicsAtStart(
      LogConfig log, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.start = new ControlPlaneStart(bootstrapServers, log.replicationFactor());
  }

  void create(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) throws InterruptedException {
    caughtUp =
        start
            .await("framelog-control-start", READ, ApplicationLifecycleManager::isVmShuttingDown)
            .orElseThrow(
                () -> new PreventFurtherStepsException("stopped while waiting for Kafka", 1));
  }

  /** What the channels have to read before this service knows the present. */
  CaughtUp caughtUp() {
    CaughtUp known = caughtUp;
    if (known == null) {
      throw new IllegalStateException("control channels were started before their topics");
    }
    return known;
  }
}
