package io.framelog.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/**
 * What every service does before its channels start: makes the control topics and notes where they
 * end. While Kafka is away the start waits, and says so.
 */
public final class ControlPlaneStart {
  private static final Logger LOG = Logger.getLogger(ControlPlaneStart.class);
  private static final int REQUEST_TIMEOUT_MS = 5_000;

  private final String bootstrapServers;
  private final short replicationFactor;

  public ControlPlaneStart(String bootstrapServers, short replicationFactor) {
    this.bootstrapServers = bootstrapServers;
    this.replicationFactor = replicationFactor;
  }

  /**
   * Blocks until Kafka has answered.
   *
   * @param clientId shows in the broker's logs
   * @param read topics the service reads
   * @return where those ended just now
   */
  public CaughtUp await(String clientId, List<String> read) throws InterruptedException {
    Map<String, Object> settings =
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            CommonClientConfigs.CLIENT_ID_CONFIG, clientId,
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 2 * REQUEST_TIMEOUT_MS);
    CountDownLatch pause = new CountDownLatch(1);
    try (Admin admin = Admin.create(settings)) {
      while (true) {
        try {
          new ControlTopicsCreator(admin, replicationFactor).create();
          return CaughtUp.withEndOf(admin, read);
        } catch (ExecutionException e) {
          LOG.warnf(
              "waiting for Kafka: the control topics cannot be made or read: %s bootstrap=%s",
              e.getCause(), bootstrapServers);
        }
        if (pause.await(1, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody ends this pause");
        }
      }
    }
  }
}
