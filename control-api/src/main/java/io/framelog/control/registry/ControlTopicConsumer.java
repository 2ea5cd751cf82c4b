package io.framelog.control.registry;

import io.framelog.controlplane.ControlReader;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamSettings;
import io.framelog.controlplane.StreamState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Applies the control topics to the registry. */
@ApplicationScoped
public class ControlTopicConsumer {
  private final StreamRegistry registry;
  private final ControlMember member;
  private final Map<String, ConcurrentSkipListMap<Long, CompletableFuture<Void>>> waiting =
      new ConcurrentHashMap<>();
  private final Map<String, Long> applied = new ConcurrentHashMap<>();

  ControlTopicConsumer(StreamRegistry registry, ControlMember member) {
    this.registry = registry;
    this.member = member;
  }

  @Incoming("control-streams-in")
  void onStream(ConsumerRecord<String, @Nullable String> record) {
    read(
        record,
        StreamState.class,
        message -> registry.applyStream(message.key(), message.value(), message.heardAt()));
  }

  @Incoming("control-settings-in")
  void onSettings(ConsumerRecord<String, @Nullable String> record) {
    read(
        record,
        StreamSettings.class,
        message -> registry.applySettings(message.key(), message.value()));
  }

  @Incoming("control-nodes-in")
  void onNode(ConsumerRecord<String, @Nullable String> record) {
    read(
        record,
        NodeState.class,
        message -> message.ifPresent(node -> registry.applyNode(node, message.heardAt())));
  }

  private <T> void read(
      ConsumerRecord<String, @Nullable String> record,
      Class<T> type,
      Consumer<ControlReader.Message<T>> handler) {
    member.read(record, type, handler);
    applied.merge(record.topic(), record.offset(), Math::max);
    var due = waitingFor(record.topic()).headMap(record.offset(), true);
    due.values().forEach(each -> each.complete(null));
    due.clear();
  }

  /**
   * Completes when the message at an offset has been applied, so that writers read their writes.
   */
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
}
