package io.framelog.edge;

import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamState;
import io.framelog.log.Holder;
import io.framelog.log.KafkaConnection;
import io.framelog.log.KafkaLogWriter;
import io.framelog.log.LogConfig;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.log.StreamId;
import io.framelog.log.TrackInfo;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Streams of one node, each with one session of one growing chunk. */
public final class ManyStreams implements AutoCloseable {
  private static final long FRAME_US = 40_000;
  private static final List<TrackInfo> TRACKS =
      List.of(new TrackInfo(1, "video", "avc1.4d401e", 640, 480, null, null, null, null));

  private final String node = "node-" + UUID.randomUUID();
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private final KafkaLogWriter writer;
  private final KafkaProducer<String, String> control;
  private final List<StreamId> streams;
  private final List<SessionLog> sessions = new ArrayList<>();
  private int part;

  public ManyStreams(String bootstrapServers, int count) throws Exception {
    LogConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(LogConfig.class)
            .build()
            .getConfigMapping(LogConfig.class);
    writer = new KafkaLogWriter(config, new KafkaConnection(bootstrapServers, node));
    control =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
    streams =
        IntStream.range(0, count).mapToObj(i -> new StreamId("m" + i + "-" + shortName())).toList();
    var unused = heart.scheduleAtFixedRate(this::beat, 0, 2, TimeUnit.SECONDS);
    List<CompletableFuture<SessionLog>> claims = streams.stream().map(this::claim).toList();
    for (CompletableFuture<SessionLog> claim : claims) {
      sessions.add(claim.get(120, TimeUnit.SECONDS));
    }
    IntStream.range(0, count).forEach(this::begin);
    parts(1);
  }

  private String shortName() {
    return node.substring(node.length() - 8);
  }

  private CompletableFuture<SessionLog> claim(StreamId stream) {
    SessionLog.Listener listener =
        new SessionLog.Listener() {
          @Override
          public void onPressure(boolean paused) {
            // never reached in tests
          }

          @Override
          public void onLost(String reason, boolean takenOver) {
            // tests check what viewers get
          }
        };
    return writer.claim(stream, "test/1", Holder::takeovers, listener).toCompletableFuture();
  }

  private void begin(int i) {
    SessionLog session = sessions.get(i);
    session.append(
        new LogRecord.Header(
            session.session(),
            0,
            1,
            TestPublisher.MP4,
            TRACKS,
            1_764_000_000_000L,
            0,
            bytes("init")));
    send(ControlTopics.STREAMS, streams.get(i).value(), ControlJson.write(state(i)));
  }

  private StreamState state(int i) {
    SessionLog session = sessions.get(i);
    return new StreamState(
        streams.get(i).value(),
        StreamState.Status.LIVE,
        session.session(),
        node,
        "tcp",
        session.logId().value(),
        Instant.now(),
        Instant.now(),
        TestPublisher.MP4,
        TRACKS,
        List.of(),
        true,
        null,
        null,
        null);
  }

  private void beat() {
    NodeState state =
        new NodeState(node, "ingest", "test", Instant.now(), Instant.now(), 1, Map.of());
    send(ControlTopics.NODES, node, ControlJson.write(state));
  }

  private void send(String topic, String key, String json) {
    var unused = control.send(new ProducerRecord<>(topic, 0, key, json));
  }

  public List<StreamId> streams() {
    return streams;
  }

  /** Appends this many parts to each stream. */
  public void parts(int count) {
    for (int i = 0; i < count; i++) {
      for (SessionLog session : sessions) {
        session.append(
            new LogRecord.Part(
                session.session(),
                0,
                part,
                part + 1,
                part * FRAME_US,
                FRAME_US,
                bytes(TestPublisher.name(0, part))));
      }
      part++;
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    heart.shutdownNow();
    control.close();
    writer.close();
  }
}
