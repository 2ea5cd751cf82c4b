package io.framelog.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What every service does before its channels start: makes the control topics and notes where they
 * end. While Kafka is away the start waits, and says so once.
 */
public final class ControlPlaneStart {
  private static final Logger LOG = Logger.getLogger(ControlPlaneStart.class);

  /** Also bounds how long a wait that is stopped goes on. */
  private static final int REQUEST_TIMEOUT_MS = 2_000;

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final String bootstrapServers;
  private final short replicationFactor;
  private final String clientId;
  private final List<String> read;
  private volatile @Nullable CaughtUp caughtUp;

  /**
   * @param clientId shows in the broker's logs
   * @param read topics the service reads
   */
  public ControlPlaneStart(
      String bootstrapServers, short replicationFactor, String clientId, List<String> read) {
    this.bootstrapServers = bootstrapServers;
    this.replicationFactor = replicationFactor;
    this.clientId = clientId;
    this.read = List.copyOf(read);
  }

  /** What the channels have to read before the service knows the present. */
  public CaughtUp caughtUp() {
    CaughtUp known = caughtUp;
    if (known == null) {
      throw new IllegalStateException("control channels were started before their topics");
    }
    return known;
  }

  /**
   * Blocks until Kafka has answered or the process is to stop.
   *
   * @param stopping asked between attempts
   * @return false when stopped before Kafka answered
   */
  public boolean await(BooleanSupplier stopping) throws InterruptedException {
    ConnectorLog.leaveOutRecordsNotTaken();
    Map<String, Object> settings =
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            CommonClientConfigs.CLIENT_ID_CONFIG, clientId,
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    CountDownLatch never = new CountDownLatch(1);
    boolean complained = false;
    Admin admin = Admin.create(settings);
    try {
      while (!stopping.getAsBoolean()) {
        try {
          new ControlTopicsCreator(admin, replicationFactor).create();
          caughtUp = CaughtUp.withEndOf(admin, read);
          if (complained) {
            LOG.infof("Kafka has answered, the start goes on bootstrap=%s", bootstrapServers);
          }
          return true;
        } catch (ExecutionException e) {
          complained |= complain(e.getCause(), complained);
        }
        boolean ignored = never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
      return false;
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private boolean complain(@Nullable Throwable reason, boolean again) {
    boolean quietly = again || reason instanceof UnknownTopicOrPartitionException;
    LOG.logf(
        quietly ? Logger.Level.DEBUG : Logger.Level.WARN,
        "waiting for Kafka: the control topics cannot be made or read: %s bootstrap=%s",
        reason,
        bootstrapServers);
    return !quietly;
  }
}
