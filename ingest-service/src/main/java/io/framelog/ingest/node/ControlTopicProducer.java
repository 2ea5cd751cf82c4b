package io.framelog.ingest.node;

import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamState;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Writes this node's records to the control topics, keyed by the id of the stream or node. */
@ApplicationScoped
class ControlTopicProducer implements StreamStateWriter {
  private final Emitter<String> streams;
  private final Emitter<String> nodes;

  ControlTopicProducer(
      @Channel("ingest-streams-out") Emitter<String> streams,
      @Channel("ingest-nodes-out") Emitter<String> nodes) {
    this.streams = streams;
    this.nodes = nodes;
  }

  @Override
  public CompletionStage<Void> write(StreamState state) {
    return send(streams, state.id(), state);
  }

  CompletionStage<Void> write(NodeState state) {
    return send(nodes, state.id(), state);
  }

  /** An emitter that is full or closed throws, which is a failed write like any other. */
  private static CompletionStage<Void> send(Emitter<String> channel, String key, Object message) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try {
      channel.send(
          Message.of(
              ControlJson.write(message),
              Metadata.of(OutgoingKafkaRecordMetadata.builder().withKey(key).build()),
              () -> {
                acknowledged.complete(null);
                return CompletableFuture.completedFuture(null);
              },
              failure -> {
                acknowledged.completeExceptionally(failure);
                return CompletableFuture.completedFuture(null);
              }));
    } catch (IllegalStateException e) {
      acknowledged.completeExceptionally(e);
    }
    return acknowledged;
  }
}
