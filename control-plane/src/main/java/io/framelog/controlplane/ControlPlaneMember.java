package io.framelog.controlplane;

import io.framelog.config.KafkaSettings;
import io.framelog.log.KafkaConnection;
import io.framelog.log.LogConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One service's part in the control plane. Each service has a bean of a subclass, which names the
 * topics it reads; several may share a process.
 *
 * <pre>
 *   start    topics created, ends noted ─▶ channels start ─▶ read to these ends ─▶ caught up
 *   always   record ─▶ {@link ControlReader} ─▶ handler
 *            heartbeat every {@link #HEARTBEAT_PERIOD}
 * </pre>
 *
 * <p>Thread-safe.
 */
public abstract class ControlPlaneMember {
  /** The period of a node's heartbeats. */
  public static final Duration HEARTBEAT_PERIOD = Duration.ofSeconds(2);

  /** Reactive messaging starts its channels at {@code LIBRARY_BEFORE}. */
  private static final int BEFORE_CHANNELS = Interceptor.Priority.LIBRARY_BEFORE - 100;

  private final NodeId id;
  private final String kind;
  private final String version;
  private final InstantSource clock;
  private final Instant startedAt;
  private final ControlPlaneStart start;
  private final ControlReader reader;

  /** What all members of a process have in common. */
  @Singleton
  public static class Environment {
    private final LogConfig log;
    private final KafkaSettings kafka;
    private final MeterRegistry meters;
    private final String version;

    Environment(
        LogConfig log,
        KafkaSettings kafka,
        MeterRegistry meters,
        @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown")
            String version) {
      this.log = log;
      this.kafka = kafka;
      this.meters = meters;
      this.version = version;
    }
  }

  /**
   * A member that has read nothing.
   *
   * @param kind {@code ingest}, {@code edge} or {@code control}
   * @param topics what it reads, see {@link ControlTopics}
   */
  protected ControlPlaneMember(
      Environment environment, NodeId id, String kind, List<String> topics, InstantSource clock) {
    this.id = id;
    this.kind = kind;
    this.version = environment.version;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.start =
        new ControlPlaneStart(
            new KafkaConnection(environment.kafka, "framelog-" + kind + "-start"),
            environment.log.replicationFactor(),
            topics);
    this.reader = new ControlReader(start::caughtUp, clock);
    for (String topic : topics) {
      FunctionCounter.builder(
              "framelog.control.messages.unreadable",
              reader.skipped(),
              skipped -> skipped.count(topic))
          .description("Control records that were skipped")
          .tags("reader", kind, "topic", topic)
          .register(environment.meters);
    }
  }

  /** Creates the control topics before the channels start to read them. */
  public void createTopics(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event)
      throws InterruptedException {
    if (!start.await(ApplicationLifecycleManager::isVmShuttingDown)) {
      throw new PreventFurtherStepsException("stopped while waiting for Kafka", 1);
    }
  }

  /** Identifies this incarnation of the service. */
  public NodeId id() {
    return id;
  }

  /** Passes one record to its handler, or skips it, see {@link ControlReader}. */
  public <T> void read(
      ConsumerRecord<String, @Nullable String> record,
      Class<T> type,
      Consumer<ControlReader.Message<T>> handler) {
    reader.read(record, type, handler);
  }

  /** Whether the control topics are read up to their end offsets at the start. */
  public boolean isCaughtUp() {
    return start.caughtUp().isComplete();
  }

  /**
   * The current state of this member.
   *
   * @param viewers of each stream that has any
   */
  public NodeState state(Map<String, Integer> viewers) {
    return new NodeState(id.value(), kind, version, startedAt, clock.instant(), 0, viewers);
  }

  /** The current state of a member with publishers, see {@link NodeState}. */
  public NodeState state(
      int publishers,
      List<CaptureState> captures,
      List<CommandAnswer> answers,
      List<RefusedPublisher> refusals) {
    return new NodeState(
        id.value(),
        kind,
        version,
        startedAt,
        clock.instant(),
        publishers,
        Map.of(),
        captures,
        answers,
        refusals);
  }

  /**
   * Heartbeats for a channel, every {@link #HEARTBEAT_PERIOD}. During an outage of Kafka they are
   * dropped, not queued.
   *
   * @param state called for each
   */
  public Multi<Record<String, String>> heartbeats(Supplier<NodeState> state) {
    return Multi.createFrom()
        .ticks()
        .every(HEARTBEAT_PERIOD)
        .onOverflow()
        .drop()
        .map(tick -> Record.of(id.value(), ControlJson.write(state.get())));
  }

  /** Adds to a health check what the service has read and what it has skipped. */
  public HealthCheckResponseBuilder describe(HealthCheckResponseBuilder health) {
    return health
        .withData("caught-up", isCaughtUp())
        .withData("control-topics-unread", String.join(",", start.caughtUp().missingTopics()))
        .withData("control-records-skipped", reader.skipped().summary());
  }
}
