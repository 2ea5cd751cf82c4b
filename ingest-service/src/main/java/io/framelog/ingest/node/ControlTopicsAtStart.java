package io.framelog.ingest.node;

import io.framelog.control.CaughtUp;
import io.framelog.control.ControlTopics;
import io.framelog.control.ControlTopicsCreator;
import io.framelog.log.LogConfig;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the control topics before the messaging channels start, which happens with the application,
 * and notes where they end. While Kafka is away the start waits, and says so.
 */
@ApplicationScoped
public class ControlTopicsAtStart {
  private static final Logger LOG = Logger.getLogger(ControlTopicsAtStart.class);
  private static final List<String> READ =
      List.of(ControlTopics.SETTINGS, ControlTopics.NODES, ControlTopics.COMMANDS);

  /** Reactive messaging starts its channels at {@code LIBRARY_BEFORE}. */
  private static final int BEFORE_CHANNELS = Interceptor.Priority.LIBRARY_BEFORE - 100;

  private final String bootstrapServers;
  private final short replicationFactor;
  private volatile @Nullable CaughtUp caughtUp;

  ControlTopicsAtStart(
      LogConfig log, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.replicationFactor = log.replicationFactor();
  }

  void create(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) throws InterruptedException {
    Map<String, Object> settings =
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            CommonClientConfigs.CLIENT_ID_CONFIG,
            "framelog-ingest-start",
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
            3_000,
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
            5_000);
    CountDownLatch never = new CountDownLatch(1);
    Admin admin = Admin.create(settings);
    try {
      while (!created(admin)) {
        boolean ignored = never.await(250, TimeUnit.MILLISECONDS);
        if (ApplicationLifecycleManager.isVmShuttingDown()) {
          throw new PreventFurtherStepsException("stopped while waiting for Kafka", 1);
        }
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private boolean created(Admin admin) throws InterruptedException {
    try {
      new ControlTopicsCreator(admin, replicationFactor).create();
      caughtUp = CaughtUp.withEndOf(admin, READ);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        LOG.debugf("the control topics were made just now, not every broker knows: %s", e);
        return false;
      }
      LOG.warnf(
          "waiting for Kafka: the control topics cannot be made or read: %s bootstrap=%s",
          e.getCause(), bootstrapServers);
      return false;
    }
  }

  /** What the channels have to read before this node knows the present; set before they start. */
  CaughtUp caughtUp() {
    CaughtUp known = caughtUp;
    if (known == null) {
      throw new IllegalStateException("control channels were started before their topics");
    }
    return known;
  }
}
