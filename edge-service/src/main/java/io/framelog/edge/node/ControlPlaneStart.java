package io.framelog.edge.node;

import io.framelog.control.CaughtUp;
import io.framelog.control.ControlTopics;
import io.framelog.control.ControlTopicsCreator;
import io.framelog.log.LogConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/**
 * Makes the control topics before the messaging channels ask for them, and notes where these end.
 * While Kafka is away the start waits, and says so.
 */
@Singleton
public class ControlPlaneStart {
  private static final Logger LOG = Logger.getLogger(ControlPlaneStart.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final String REQUEST_TIMEOUT_MS = "5000";

  private final EdgeLog log;
  private final LogConfig config;
  private final ControlPlane controlPlane;

  ControlPlaneStart(EdgeLog log, LogConfig config, ControlPlane controlPlane) {
    this.log = log;
    this.config = config;
    this.controlPlane = controlPlane;
  }

  void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) StartupEvent event)
      throws InterruptedException {
    Map<String, Object> settings =
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            log.connection().bootstrapServers(),
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
            REQUEST_TIMEOUT_MS,
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
            REQUEST_TIMEOUT_MS);
    CountDownLatch never = new CountDownLatch(1);
    try (Admin admin = Admin.create(settings)) {
      while (!prepared(admin)) {
        boolean ignored = never.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private boolean prepared(Admin admin) throws InterruptedException {
    try {
      new ControlTopicsCreator(admin, config.replicationFactor()).create();
      controlPlane.expect(
          CaughtUp.withEndOf(admin, List.of(ControlTopics.STREAMS, ControlTopics.NODES)));
      return true;
    } catch (ExecutionException e) {
      LOG.warnf(
          "waiting for Kafka: the control topics cannot be made or read: %s bootstrap=%s",
          e.getCause(), log.connection().bootstrapServers());
      return false;
    }
  }
}
