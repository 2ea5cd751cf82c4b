package io.framelog.control.registry;

import io.framelog.control.CaughtUp;
import io.framelog.control.ControlJson;
import io.framelog.control.ControlTopics;
import io.framelog.control.NodeState;
import io.framelog.control.StreamSettings;
import io.framelog.control.StreamState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Applies the control topics to the registry. A message that does not read is logged, counted and
 * passed over: it must not keep this service from the ones behind it.
 */
@ApplicationScoped
public class ControlChannelsIn {
  private static final Logger LOG = Logger.getLogger(ControlChannelsIn.class);

  private final StreamRegistry registry;
  private final ControlTopicsAtStart atStart;
  private final Counter unreadable;
  private final Map<String, ConcurrentSkipListMap<Long, CompletableFuture<Void>>> waiting =
      new ConcurrentHashMap<>();
  private final Map<String, Long> applied = new ConcurrentHashMap<>();

  ControlChannelsIn(StreamRegistry registry, ControlTopicsAtStart atStart, MeterRegistry meters) {
    this.registry = registry;
    this.atStart = atStart;
    this.unreadable =
        Counter.builder("framelog.control.messages.unreadable")
            .description("Control messages passed over because they did not read")
            .register(meters);
  }

  @Incoming("control-streams-in")
  void onStream(ConsumerRecord<String, String> message) {
    Instant heardAt = heardAt(message, ControlTopics.STREAMS);
    apply(
        message,
        value -> registry.applyStream(message.key(), parse(value, StreamState.class), heardAt));
  }

  @Incoming("control-settings-in")
  void onSettings(ConsumerRecord<String, String> message) {
    apply(
        message,
        value -> registry.applySettings(message.key(), parse(value, StreamSettings.class)));
  }

  @Incoming("control-nodes-in")
  void onNode(ConsumerRecord<String, String> message) {
    Instant heardAt = heardAt(message, ControlTopics.NODES);
    apply(
        message,
        value -> {
          NodeState node = parse(value, NodeState.class);
          if (node != null) {
            registry.applyNode(node, heardAt);
          }
        });
  }

  /** What was written before this service started tells by its timestamp how long ago. */
  private Instant heardAt(ConsumerRecord<String, String> message, String topic) {
    return caughtUp().isComplete(topic) ? Instant.now() : Instant.ofEpochMilli(message.timestamp());
  }

  private void apply(
      ConsumerRecord<String, String> message, Consumer<@Nullable String> application) {
    try {
      application.accept(message.value());
    } catch (IllegalArgumentException e) {
      unreadable.increment();
      LOG.warnf(
          "control message passed over: %s topic=%s offset=%d",
          e.getMessage(), message.topic(), message.offset());
    }
    caughtUp().applied(message.topic(), message.offset());
    applied.merge(message.topic(), message.offset(), Math::max);
    var due = waitingFor(message.topic()).headMap(message.offset(), true);
    due.values().forEach(each -> each.complete(null));
    due.clear();
  }

  private static <T> @Nullable T parse(@Nullable String json, Class<T> type) {
    return json == null ? null : ControlJson.read(json, type);
  }

  /** Completes when the message at an offset has been applied: a writer reads its own write. */
  CompletionStage<Void> awaitApplied(String topic, long offset) {
    CompletableFuture<Void> done =
        waitingFor(topic).computeIfAbsent(offset, absent -> new CompletableFuture<>());
    if (applied.getOrDefault(topic, -1L) >= offset) {
      done.complete(null);
      waitingFor(topic).remove(offset);
    }
    return done;
  }

  private ConcurrentSkipListMap<Long, CompletableFuture<Void>> waitingFor(String topic) {
    return waiting.computeIfAbsent(topic, absent -> new ConcurrentSkipListMap<>());
  }

  CaughtUp caughtUp() {
    return atStart.caughtUp();
  }
}
