package io.framelog.control.rest;

import io.framelog.controlplane.CaptureState;
import io.framelog.controlplane.Command;
import io.framelog.controlplane.CommandAnswer;
import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamState;
import io.framelog.log.LogId;
import io.framelog.log.StreamId;
import io.framelog.log.StreamTopics;
import io.framelog.log.TrackInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The other services' side of the control topics, by a plain producer and consumer. */
public final class ControlPlane implements AutoCloseable {
  private final KafkaProducer<String, @Nullable String> producer;
  private final Admin admin;

  public ControlPlane(String bootstrapServers) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    admin = Admin.create(settings);
  }

  static StreamState live(String id, long session, String node) {
    return live(id, session, node, "AbCdEf01", Instant.now());
  }

  public static StreamState live(String id, long session, String node, String logId, Instant at) {
    TrackInfo video = new TrackInfo(1, "video", "avc1.4d401e", 640, 480, 25.0, null, null, null);
    return new StreamState(
        id,
        StreamState.Status.LIVE,
        session,
        node,
        "tcp",
        logId,
        at,
        at,
        "video/mp4; codecs=\"avc1.4d401e\"",
        List.of(video),
        List.of(),
        true,
        null,
        null,
        null);
  }

  public static StreamState ended(StreamState live, Instant at) {
    return ended(live, at, "publisher closed");
  }

  static StreamState ended(StreamState live, Instant at, String reason) {
    return new StreamState(
        live.id(),
        StreamState.Status.ENDED,
        live.session(),
        live.node(),
        live.source(),
        live.logId(),
        live.startedAt(),
        at,
        live.mime(),
        live.tracks(),
        live.ignoredTracks(),
        live.joinable(),
        live.advice(),
        live.chunkLimit(),
        reason);
  }

  /** Returns the record's offset. */
  public long write(StreamState state) {
    return send(ControlTopics.STREAMS, state.id(), ControlJson.write(state));
  }

  /** Removes a stream from the control plane; returns the record's offset. */
  public long remove(String stream) {
    return send(ControlTopics.STREAMS, stream, null);
  }

  void writeRaw(String topic, String key, String value) {
    send(topic, key, value);
  }

  /** A heartbeat of an edge; returns its offset. */
  public long heartbeat(String node, Map<String, Integer> viewers) {
    Instant at = Instant.now();
    NodeState state = new NodeState(node, "edge", "test", at, at, 0, viewers);
    return send(ControlTopics.NODES, node, ControlJson.write(state));
  }

  /** A heartbeat of an ingest node. */
  void ingest(String node, List<CaptureState> captures, List<CommandAnswer> answers) {
    Instant at = Instant.now();
    write(new NodeState(node, "ingest", "test", at, at, 0, Map.of(), captures, answers, List.of()));
  }

  void write(NodeState state) {
    send(ControlTopics.NODES, state.id(), ControlJson.write(state));
  }

  private long send(String topic, String key, @Nullable String value) {
    return send(new ProducerRecord<>(topic, key, value));
  }

  private long send(ProducerRecord<String, @Nullable String> record) {
    try {
      return producer.send(record).get().offset();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("not written to " + record.topic(), e);
    }
  }

  /** Creates a stream's log, which accepts records of the future; returns its log id. */
  public String createLog(String stream) throws Exception {
    String topic = StreamTopics.topicOf(new StreamId(stream));
    NewTopic settings =
        new NewTopic(topic, Optional.of(1), Optional.of((short) 1))
            .configs(Map.of("message.timestamp.after.max.ms", "" + Long.MAX_VALUE));
    return LogId.of(admin.createTopics(List.of(settings)).topicId(topic).get()).value();
  }

  /** Writes a record to a stream's log, as a publisher's node does. */
  public void append(String stream, Instant at) {
    String topic = StreamTopics.topicOf(new StreamId(stream));
    long unused = send(new ProducerRecord<>(topic, 0, at.toEpochMilli(), stream, "media"));
  }

  public Set<String> topics() throws Exception {
    return admin.listTopics().names().get();
  }

  /**
   * A command as a node reads it.
   *
   * @param offset which identifies its answer
   */
  record Sent(Command command, long offset) {}

  /** Waits for the newest command of a key. */
  static Command awaitCommand(String bootstrapServers, String key) {
    return awaitSent(bootstrapServers, key).command();
  }

  /** Waits for the newest command of a key, with its offset. */
  static Sent awaitSent(String bootstrapServers, String key) {
    TopicPartition partition = new TopicPartition(ControlTopics.COMMANDS, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return Awaitility.await("a command for " + key)
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                Optional<Sent> found = Optional.empty();
                for (var message : consumer.poll(Duration.ofMillis(100))) {
                  if (key.equals(message.key())) {
                    Command command = ControlJson.read(message.value(), Command.class);
                    found = Optional.of(new Sent(command, message.offset()));
                  }
                }
                return found;
              },
              Optional::isPresent)
          .orElseThrow();
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
