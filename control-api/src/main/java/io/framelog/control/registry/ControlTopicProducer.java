package io.framelog.control.registry;

import io.framelog.controlplane.Command;
import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.StreamSettings;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/** Writes to the control topics. A write completes when this service has read it back. */
@ApplicationScoped
public class ControlTopicProducer {
  private final MutinyEmitter<@Nullable String> streams;
  private final MutinyEmitter<@Nullable String> settings;
  private final MutinyEmitter<@Nullable String> commands;
  private final ControlTopicConsumer in;

  ControlTopicProducer(
      @Channel("control-streams-out") MutinyEmitter<@Nullable String> streams,
      @Channel("control-settings-out") MutinyEmitter<@Nullable String> settings,
      @Channel("control-commands-out") MutinyEmitter<@Nullable String> commands,
      ControlTopicConsumer in) {
    this.streams = streams;
    this.settings = settings;
    this.commands = commands;
    this.in = in;
  }

  /** Removes a stream's name. */
  public Uni<Long> removeStream(String id) {
    return write(streams, id, null).call(offset -> applied(ControlTopics.STREAMS, offset));
  }

  /** Returns the offset of the new settings. */
  public Uni<Long> writeSettings(String id, StreamSettings value) {
    return write(settings, id, ControlJson.write(value))
        .call(offset -> applied(ControlTopics.SETTINGS, offset));
  }

  /** Sends a command to a node; completes when Kafka has acknowledged it. */
  public Uni<Long> send(String key, Command command) {
    return write(commands, key, ControlJson.write(command));
  }

  private Uni<Void> applied(String topic, long offset) {
    return Uni.createFrom().completionStage(() -> in.awaitApplied(topic, offset));
  }

  private static Uni<Long> write(
      MutinyEmitter<@Nullable String> channel, String key, @Nullable String value) {
    OutgoingMessageMetadata<RecordMetadata> written = new OutgoingMessageMetadata<>();
    Message<@Nullable String> message =
        Message.of(
            value,
            Metadata.of(
                written, OutgoingKafkaRecordMetadata.<String>builder().withKey(key).build()));
    return channel.sendMessage(message).map(done -> written.getResult().offset());
  }
}
