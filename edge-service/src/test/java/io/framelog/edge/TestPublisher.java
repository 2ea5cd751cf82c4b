package io.framelog.edge;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamState;
import io.framelog.log.Holder;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.KafkaConnection;
import io.framelog.log.KafkaLogWriter;
import io.framelog.log.LogConfig;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.log.StreamId;
import io.framelog.log.StreamTopics;
import io.framelog.log.TrackInfo;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes a stream's log and announces the stream to the control plane, as an ingest node does. */
public final class TestPublisher implements AutoCloseable {
  /** The ignored audio track of its streams. */
  public static final IgnoredTrackInfo MP2 =
      new IgnoredTrackInfo(2, "audio", "mp2", "deu", "Framelog does not carry this codec");

  public static final String MP4 = "video/mp4; codecs=\"avc1.4d401e\"";

  private static final String SITE = "Site_A/";

  /** The path that the URIs in its playlists are relative to. */
  public static final String FOLDER = "/live/" + SITE;

  /** The longest time between two arrivals of media in every header, ms. */
  public static final long SPACING_MS = 120;

  private static final long FRAME_US = 40_000;
  private static final Duration KNOWN = Duration.ofSeconds(30);

  private final String name = "t-" + UUID.randomUUID();

  /** A name with two segments and capitals, which every route must accept. */
  private final StreamId stream = new StreamId(SITE + name);

  private final String node = "node-of-" + name;
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private final KafkaLogWriter writer;
  private final StreamTopics topics;
  private final KafkaProducer<String, @Nullable String> control;
  private String init = "init";
  private String mime = MP4;
  private int partBytes;
  private boolean targetStated;
  private boolean first;
  private @Nullable SessionLog open;
  private long chunk;
  private int part;
  private long ptsUs;

  public TestPublisher(String bootstrapServers) {
    LogConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(LogConfig.class)
            .build()
            .getConfigMapping(LogConfig.class);
    KafkaConnection connection = new KafkaConnection(bootstrapServers, "test-publisher");
    writer = new KafkaLogWriter(config, connection);
    topics = new StreamTopics(config, connection);
    control =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
            new StringSerializer(),
            new StringSerializer());
    var unused = heart.scheduleAtFixedRate(this::beat, 0, 2, TimeUnit.SECONDS);
  }

  public StreamId stream() {
    return stream;
  }

  /** Waits until the edge under test has the stream. */
  public void awaitKnown() {
    awaitKnown(stream);
  }

  /** Waits until the edge under test has a stream. */
  public static void awaitKnown(StreamId stream) {
    await()
        .atMost(KNOWN)
        .untilAsserted(() -> given().get("/live").then().body("id", hasItem(stream.value())));
  }

  public TestPublisher withInit(String newInit) {
    init = newInit;
    return this;
  }

  /** Uses parts of this size from now on, instead of a few characters. */
  public TestPublisher withPartBytes(int bytes) {
    partBytes = bytes;
    return this;
  }

  /** Uses this MIME type from now on. */
  public TestPublisher withMime(String newMime) {
    mime = newMime;
    return this;
  }

  /** States a target duration of one second from now on. */
  public TestPublisher withTargetDuration() {
    targetStated = true;
    return this;
  }

  /** Publishes images from now on. */
  public TestPublisher withImages() {
    mime = "image/jpeg";
    init = "";
    return this;
  }

  /** Begins a session and announces it. */
  public TestPublisher begin() {
    claim();
    announce(StreamState.Status.LIVE);
    return this;
  }

  /** Begins a session that is announced to the control plane only when it ends. */
  public TestPublisher claim() {
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
    SessionLog session =
        get(writer.claim(stream, "test/1", Holder::takeovers, listener).toCompletableFuture());
    open = session;
    chunk = session.nextChunk() - 1;
    first = true;
    ptsUs = session.endUs();
    return this;
  }

  private void beat() {
    NodeState state =
        new NodeState(node, "ingest", "test", Instant.now(), Instant.now(), 1, Map.of());
    get(
        control.send(
            new ProducerRecord<String, @Nullable String>(
                ControlTopics.NODES, 0, node, ControlJson.write(state))));
  }

  /** Stops the node's heartbeats and appends. */
  public TestPublisher vanish() {
    heart.shutdownNow();
    return this;
  }

  /** Opens a chunk with this many parts. */
  public TestPublisher chunk(int parts) {
    SessionLog session = session();
    chunk++;
    part = 0;
    session.append(
        new LogRecord.Header(
            session.session(),
            chunk,
            session.nextDisc(),
            mime,
            List.of(new TrackInfo(1, "video", "avc1.4d401e", 640, 480, 25.0, null, null, null)),
            List.of(MP2),
            1_764_000_000_000L,
            SPACING_MS,
            targetS(),
            bytes(init)));
    return parts(parts);
  }

  private int targetS() {
    int targetS = targetStated ? (first ? 0 : 1) : LogRecord.Header.NOT_SAID;
    first = false;
    return targetS;
  }

  /** Continues the chunk. */
  public TestPublisher parts(int parts) {
    SessionLog session = session();
    for (int i = 0; i < parts; i++) {
      session.append(
          new LogRecord.Part(
              session.session(), chunk, part, part + 1, ptsUs, FRAME_US, bytes(name(chunk, part))));
      part++;
      ptsUs += FRAME_US;
    }
    return this;
  }

  /** The text at the beginning of a part's bytes. */
  public static String name(long chunk, int part) {
    return "c" + chunk + "p" + part + ";";
  }

  private ByteBuffer bytes(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[Math.max(ascii.length, text.startsWith("c") ? partBytes : 0)];
    System.arraycopy(ascii, 0, all, 0, ascii.length);
    return ByteBuffer.wrap(all);
  }

  /** Ends the session in order. */
  public TestPublisher end() {
    get(session().end("publisher closed").toCompletableFuture());
    announce(StreamState.Status.ENDED);
    return this;
  }

  /** Deletes the log, as the control API does. */
  public TestPublisher delete() {
    get(topics.end(stream).thenCompose(topics::delete).toCompletableFuture());
    send(null);
    return this;
  }

  /** Announces a removal of the stream, although it is live. */
  public TestPublisher tellRemoved() {
    send(null);
    return this;
  }

  private SessionLog session() {
    return Objects.requireNonNull(open, "begin first");
  }

  private void announce(StreamState.Status status) {
    SessionLog session = session();
    send(
        ControlJson.write(
            new StreamState(
                stream.value(),
                status,
                session.session(),
                node,
                "tcp",
                session.logId().value(),
                Instant.now(),
                Instant.now(),
                mime,
                List.of(new TrackInfo(1, "video", "avc1.4d401e", 640, 480, null, null, null, null)),
                List.of(),
                true,
                null,
                null,
                status == StreamState.Status.ENDED ? "publisher closed" : null)));
  }

  private void send(@Nullable String json) {
    get(
        control.send(
            new ProducerRecord<String, @Nullable String>(
                ControlTopics.STREAMS, 0, stream.value(), json)));
  }

  private static <T> T get(java.util.concurrent.Future<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("Kafka request failed", e);
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    control.close();
    topics.close();
    writer.close();
  }
}
