package io.framelog.controlplane;

import io.framelog.log.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The first step of every service, before its channels start: creates the control topics and reads
 * their end offsets. During an outage of Kafka the start waits, and logs this once. It also waits
 * while Kafka refuses requests, because Kafka's configuration may still be completed or corrected.
 */
public final class ControlPlaneStart {
  private static final Logger LOG = Logger.getLogger(ControlPlaneStart.class);

  /** Also bounds how long a shutdown during the wait takes. */
  private static final int REQUEST_TIMEOUT_MS = 2_000;

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration PAUSE_FOR_HELP = Duration.ofSeconds(3);

  private final KafkaConnection connection;
  private final short replicationFactor;
  private final List<String> read;
  private volatile @Nullable ReplayProgress caughtUp;

  /**
   * @param read topics the service reads
   */
  public ControlPlaneStart(KafkaConnection connection, short replicationFactor, List<String> read) {
    this.connection = connection;
    this.replicationFactor = replicationFactor;
    this.read = List.copyOf(read);
  }

  /** The progress of the channels up to the end offsets at the start. */
  public ReplayProgress caughtUp() {
    ReplayProgress known = caughtUp;
    if (known == null) {
      throw new IllegalStateException("control channels were started before their topics");
    }
    return known;
  }

  /**
   * Blocks until Kafka is available or the process is to stop.
   *
   * @param stopping called between attempts
   * @return false when stopped before Kafka answered
   */
  public boolean await(BooleanSupplier stopping) throws InterruptedException {
    ConnectorLogFilter.leaveOutRecordsNotTaken();
    String told = "";
    while (!stopping.getAsBoolean()) {
      try {
        ask();
        if (!told.isEmpty()) {
          LOG.infof("Kafka is available, startup continues %s", connection.settings());
        }
        return true;
      } catch (ExecutionException | KafkaException e) {
        KafkaFailure trouble = KafkaFailure.of(e instanceof KafkaException ? e : e.getCause());
        told = tell(trouble, told);
        pause(trouble);
      }
    }
    return false;
  }

  /** Uses a new client, which reads key files again: they may have been corrected. */
  private void ask() throws ExecutionException, InterruptedException {
    Admin admin = Admin.create(settings());
    try {
      new ControlTopicsCreator(admin, replicationFactor).create();
      caughtUp = ReplayProgress.withEndOf(admin, read);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(connection.settings().values());
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, connection.clientId());
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    return settings;
  }

  private static void pause(KafkaFailure trouble) throws InterruptedException {
    Duration pause = trouble.kind() == KafkaFailure.Kind.REFUSAL ? PAUSE_FOR_HELP : PAUSE;
    boolean ignored = new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Logs a new failure; returns the one that was logged last. */
  private String tell(KafkaFailure trouble, String told) {
    if (trouble.kind() == KafkaFailure.Kind.PASSING || trouble.sentence().equals(told)) {
      LOG.debugf("waiting for Kafka: %s %s", trouble.sentence(), connection.settings());
      return told;
    }
    LOG.logf(
        trouble.kind() == KafkaFailure.Kind.REFUSAL ? Logger.Level.ERROR : Logger.Level.WARN,
        "waiting for Kafka: %s %s",
        trouble.sentence(),
        connection.settings());
    return trouble.sentence();
  }
}
