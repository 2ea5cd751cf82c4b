package io.framelog.edge.node;

import io.framelog.config.KafkaSettings;
import io.framelog.control.CaughtUp;
import io.framelog.control.ControlPlaneStart;
import io.framelog.control.ControlTopics;
import io.framelog.log.KafkaConnection;
import io.framelog.log.LogConfig;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;

/** Makes the control topics before the messaging channels start, which read them at once. */
@ApplicationScoped
public class ControlTopicsAtStart {
  /** Reactive messaging starts its channels at {@code LIBRARY_BEFORE}. */
  private static final int BEFORE_CHANNELS = Interceptor.Priority.LIBRARY_BEFORE - 100;

  static final List<String> READ =
      List.of(ControlTopics.STREAMS, ControlTopics.SETTINGS, ControlTopics.NODES);

  private final ControlPlaneStart start;

  ControlTopicsAtStart(LogConfig log, KafkaSettings kafka) {
    start =
        new ControlPlaneStart(
            new KafkaConnection(kafka, "framelog-edge-start"), log.replicationFactor(), READ);
  }

  void create(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) throws InterruptedException {
    if (!start.await(ApplicationLifecycleManager::isVmShuttingDown)) {
      throw new PreventFurtherStepsException("stopped while waiting for Kafka", 1);
    }
  }

  /** What the channels have to read before this edge knows the present. */
  CaughtUp caughtUp() {
    return start.caughtUp();
  }
}
