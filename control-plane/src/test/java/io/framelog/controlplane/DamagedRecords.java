package io.framelog.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.TrackInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Damaged control records: every type of message with each of its fields removed, null, of a wrong
 * type, and with an additional field; texts that are no message; and random JSON of the messages'
 * own field names and values. Also used by the services' tests.
 */
public final class DamagedRecords {
  /** A text that no reader can parse. */
  public static final String BROKEN = "{\"id\": 7, ";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final String KEY = "damaged";
  private static final int RANDOM = 200;

  private DamagedRecords() {}

  /** A message of each type, by its topic. */
  public static Map<String, List<Object>> messages() {
    return Map.of(
        ControlTopics.STREAMS,
        List.of(
            new StreamState(
                KEY,
                StreamState.Status.LIVE,
                4711,
                "nobody",
                "tcp",
                "c0ffee01",
                NOON,
                NOON,
                "video/mp4; codecs=\"avc1.4d401e\"",
                List.of(new TrackInfo(1, "video", "avc1.4d401e", 640, 480, 25.0, 1, 1, "eng")),
                List.of(new IgnoredTrackInfo(2, "audio", "mp2", "eng", "not carried")),
                true,
                "advice",
                new ChunkLimit(1, 1),
                "closed")),
        ControlTopics.SETTINGS,
        List.of(new StreamSettings(true, new StreamLimits(8_000L, 1_024, 1, 1_024, 1), 4)),
        ControlTopics.NODES,
        List.of(
            new NodeState(
                KEY,
                "ingest",
                "0.1.0",
                NOON,
                NOON,
                1,
                Map.of("cam1", 3),
                List.of(
                    new CaptureState(
                        "door",
                        "cam1",
                        "v4l2:/dev/video0",
                        "alsa:default",
                        CaptureState.State.FAILED,
                        NOON,
                        true,
                        "not-found",
                        "no such device",
                        NOON,
                        3,
                        17)),
                List.of(
                    new CommandAnswer(
                        7, "a problem", List.of(new DeviceInfo("video", "x11grab::0", "")))),
                List.of(
                    new RefusedPublisher(
                        NOON, 2, "10.0.0.7", "tcp", "malformed", "bad moof", 4_711L)))),
        ControlTopics.COMMANDS,
        List.of(
            new Command.EndSession(KEY, 4711, "removed"),
            new Command.StartCapture(
                "nobody",
                new CaptureSpec(
                    "door",
                    "cam1",
                    "lavfi:testsrc2",
                    "lavfi:sine",
                    "640x360",
                    25,
                    "mjpeg",
                    "h264",
                    100_000,
                    1_000,
                    "aac",
                    64_000,
                    48_000,
                    2)),
            new Command.StopCapture("nobody", "door"),
            new Command.ListDevices("nobody")));
  }

  /** All damaged messages of a topic, and texts that are no message. */
  public static List<String> texts(String topic) {
    List<String> texts = new ArrayList<>();
    for (Object message : messages().getOrDefault(topic, List.of())) {
      String whole = ControlJson.write(message);
      damage(whole, texts);
    }
    texts.addAll(
        List.of(
            "", " ", "null", "7", "\"text\"", "[]", "{}", "[{}]", "true", "{\"id\":", "\u0000"));
    texts.add("[".repeat(5_000));
    texts.add("{\"id\":\"" + KEY + "\",\"status\":\"PAUSED\",\"type\":\"fly\",\"v\":2}");
    for (int seed = 0; seed < RANDOM; seed++) {
      texts.add(random(topic, seed));
    }
    return texts;
  }

  private static void damage(String whole, List<String> into) {
    List<String> paths = new ArrayList<>();
    walk(
        parse(whole),
        "",
        (path, object) ->
            object.fieldNames().forEachRemaining(field -> paths.add(path + "/" + field)));
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      String field = path.substring(slash + 1);
      for (JsonNode other : others()) {
        JsonNode root = parse(whole);
        ((ObjectNode) root.at(path.substring(0, slash))).set(field, other);
        into.add(root.toString());
      }
      JsonNode without = parse(whole);
      ((ObjectNode) without.at(path.substring(0, slash))).remove(field);
      into.add(without.toString());
      JsonNode more = parse(whole);
      ((ObjectNode) more.at(path.substring(0, slash))).put("colour", "red");
      into.add(more.toString());
    }
  }

  private static List<JsonNode> others() {
    return List.of(
        parse("null"),
        parse("7"),
        parse("-9223372036854775808"),
        parse("1e400"),
        parse("\"text\""),
        parse("true"),
        parse("[null]"),
        parse("{\"a\":null}"));
  }

  /** Calls back for every object, also those in lists. */
  private static void walk(JsonNode node, String path, BiConsumer<String, ObjectNode> visitor) {
    if (node instanceof ObjectNode object) {
      visitor.accept(path, object);
      object
          .properties()
          .forEach(each -> walk(each.getValue(), path + "/" + each.getKey(), visitor));
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), path + "/" + i, visitor);
      }
    }
  }

  /** Random JSON of the field names and values of a topic's messages. */
  public static String random(String topic, long seed) {
    List<String> words = new ArrayList<>(List.of("type"));
    List<JsonNode> values = new ArrayList<>(others());
    for (Object message : messages().getOrDefault(topic, List.of())) {
      walk(
          parse(ControlJson.write(message)),
          "",
          (path, object) ->
              object
                  .properties()
                  .forEach(
                      each -> {
                        words.add(each.getKey());
                        values.add(each.getValue());
                      }));
    }
    return random(new Random(seed), words, values, 0).toString();
  }

  private static JsonNode random(
      Random random, List<String> words, List<JsonNode> values, int depth) {
    int choice = depth == 0 ? 0 : random.nextInt(5);
    if (choice == 0 && depth < 4) {
      ObjectNode object = JSON.createObjectNode();
      for (int i = random.nextInt(2 * words.size()); i > 0; i--) {
        object.set(
            words.get(random.nextInt(words.size())), random(random, words, values, depth + 1));
      }
      return object;
    }
    if (choice == 1 && depth < 4) {
      ArrayNode list = JSON.createArrayNode();
      for (int i = random.nextInt(3); i > 0; i--) {
        list.add(random(random, words, values, depth + 1));
      }
      return list;
    }
    return values.get(random.nextInt(values.size()));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(json, e);
    }
  }

  /**
   * Writes to a topic every text with the messages' key, bytes that are no UTF-8, a record without
   * a key if the topic is not compacted, and finally a broken text.
   *
   * @return offset of the last one
   */
  public static long write(String bootstrapServers, String topic)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<@Nullable String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer())) {
      List<ProducerRecord<@Nullable String, byte[]>> records = new ArrayList<>();
      texts(topic).forEach(text -> records.add(new ProducerRecord<>(topic, KEY, bytes(text))));
      records.add(new ProducerRecord<>(topic, KEY, new byte[] {(byte) 0xff, (byte) 0xc0, 0}));
      if (topic.equals(ControlTopics.NODES) || topic.equals(ControlTopics.COMMANDS)) {
        String whole = ControlJson.write(messages().getOrDefault(topic, List.of()).get(0));
        records.add(new ProducerRecord<>(topic, null, bytes(whole)));
      }
      records.add(new ProducerRecord<>(topic, KEY, bytes(BROKEN)));
      long last = -1;
      for (Future<RecordMetadata> sent : records.stream().map(producer::send).toList()) {
        last = sent.get().offset();
      }
      return last;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
