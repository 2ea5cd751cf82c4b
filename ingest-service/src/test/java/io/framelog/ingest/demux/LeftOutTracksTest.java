package io.framelog.ingest.demux;

import static io.framelog.ingest.Records.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.LogLines;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tracks that ffmpeg sends in addition to video and that Framelog cannot carry. */
@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class LeftOutTracksTest {
  private static final int FRAMES = 25;
  private static final int TS_PACKET = 188;
  private static final String H264 = "-c:v libx264 -preset ultrafast -g 5 -pix_fmt yuv420p ";

  @TempDir Path folder;

  @TestHTTPResource("/publish/")
  URI publish;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @ParameterizedTest
  @CsvSource({
    "mpegts, -map 1 -c:a mp2, mp2, avc1",
    "mpegts, -map 1 -map 1 -c:a:0 mp2 -c:a:1 aac, mp2, mp4a.40.2",
    "mpegts, -map 1 -c:a ac3, ac3, avc1",
    "mpegts, -map 1 -c:a eac3, eac3, avc1",
    "mpegts, -map 1 -c:a dca -strict -2, dts, avc1",
    "mpegts, -map 1 -c:a aac -mpegts_flags latm, aac_latm, avc1",
    "mpegts, -map 1 -c:a pcm_s16le, private data (stream type 0x06), avc1",
    "mpegts, -map 1 -map 1 -c:a aac, aac, mp4a.40.2",
    "flv, -map 1 -c:a pcm_alaw -ar 8000, pcm_alaw, avc1",
    "flv, -map 1 -c:a pcm_s16le -ar 44100, pcm_s16le, avc1",
  })
  void audioThatCannotBeCarriedIsListedAndTheVideoContinues(
      String format, String tracks, String codec, String mime) throws Exception {
    String stream = ("left-out-" + format + tracks).replaceAll("[^a-z0-9]+", "-");

    // when
    JsonObject answer = put(stream, encode(H264 + tracks, format));

    // then
    assertThat(answer.getString("result")).as(answer.encode()).isEqualTo("finished");
    assertThat(codecs(answer)).containsExactly(codec);
    List<ConsumerRecord<byte[], byte[]>> records = ended(stream);
    assertThat(pictures(records)).hasSize(FRAMES);
    assertThat(header(records.get(1), "mime")).contains("avc1.").contains(mime);
  }

  @Test
  void videoThatCannotBeCarriedIsListedInTheLogAndTheApi() throws Exception {
    try (LogLines log = new LogLines();
        Records states = new Records(kafka, "framelog.streams")) {
      JsonObject answer = put("left-out-flv1", encode("-c:v flv1 -map 1 -c:a aac", "flv"));

      assertThat(answer.getString("result")).isEqualTo("finished");
      assertThat(codecs(answer)).containsExactly("flv1");
      assertThat(log.lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("tracks left out: [video flv1: Framelog does not carry this codec]")
                      .contains("stream=left-out-flv1"));
      states.until(
          read ->
              read.stream()
                  .map(Records::text)
                  .anyMatch(
                      text ->
                          text.contains("\"id\":\"left-out-flv1\"")
                              && text.contains("\"kind\":\"video\",\"codec\":\"flv1\"")));
    }
  }

  @Test
  void theAudioTrackThatThePublisherChoosesIsCarried() throws Exception {
    String tracks = H264 + "-map 1 -map 1 -c:a aac -ac:a:1 2 -metadata:s:a:1 language=deu";
    byte[] sent = encode(tracks, "mpegts");

    JsonObject byNumber = put("sound-two?audio=2&key=s3cret", sent);
    JsonObject byLanguage = put("sound-deu?audio=deu", sent);
    JsonObject wrong = put("sound-wrong?audio=s3cret", sent);

    assertThat(byNumber.getJsonArray("ignoredTracks").encode()).contains("audio=1");
    assertThat(header(ended("sound-two").get(1), "tracks")).contains("\"channels\":2");
    assertThat(byLanguage.getString("result")).isEqualTo("finished");
    assertThat(header(ended("sound-deu").get(1), "tracks")).contains("\"channels\":2");
    assertThat(wrong.getString("message"))
        .contains("expected audio=2 or audio=deu")
        .doesNotContain("s3cret");
  }

  @Test
  void audioWithInvalidPacketsDoesNotEndTheVideo() throws Exception {
    byte[] sent = encode(H264 + "-map 1 -c:a aac", "mpegts");

    JsonObject answer = put("left-out-rubbish", withRubbishFor(0x101, sent));

    assertThat(answer.getString("result")).as(answer.encode()).isEqualTo("finished");
    assertThat(codecs(answer)).containsExactly("aac");
    assertThat(pictures(ended("left-out-rubbish"))).hasSize(FRAMES);
  }

  @Test
  void aacInFlvWithoutItsConfigurationDoesNotEndTheVideo() throws Exception {
    byte[] sent = encode(H264 + "-map 1 -c:a aac", "flv");

    JsonObject answer = put("left-out-unconfigured", withoutSoundConfiguration(sent));

    assertThat(answer.getString("result")).as(answer.encode()).isEqualTo("finished");
    assertThat(codecs(answer)).containsExactly("aac");
    assertThat(answer.getJsonArray("ignoredTracks").encode())
        .contains("no frame in its first 3 packets");
    assertThat(pictures(ended("left-out-unconfigured"))).hasSize(FRAMES);
  }

  /** Removes FLV's audio tags (8) that are an AAC sequence header (0). */
  private static byte[] withoutSoundConfiguration(byte[] flv) {
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    left.write(flv, 0, 13);
    int at = 13;
    while (at + 11 < flv.length) {
      int size = (flv[at + 1] & 0xff) << 16 | (flv[at + 2] & 0xff) << 8 | (flv[at + 3] & 0xff);
      boolean configuration = flv[at] == 8 && flv[at + 12] == 0;
      if (!configuration) {
        left.write(flv, at, 11 + size + 4);
      }
      at += 11 + size + 4;
    }
    return left.toByteArray();
  }

  @Test
  void audioWithACustomChannelLayoutIsCarried() throws Exception {
    String surround = "-af pan=5.1(side)|FL=c0|FR=c0|FC=c0|LFE=c0|SL=c0|SR=c0";

    JsonObject answer = put("surround", encode(H264 + "-map 1 -c:a aac " + surround, "mpegts"));

    assertThat(answer.getString("result")).as(answer.encode()).isEqualTo("finished");
    assertThat(answer.containsKey("ignoredTracks")).isFalse();
    assertThat(header(ended("surround").get(1), "tracks")).contains("\"channels\":6");
  }

  /** Replaces the payload of one stream of a transport stream with random bytes. */
  private static byte[] withRubbishFor(int pid, byte[] stream) {
    Random random = new Random(1);
    byte[] changed = stream.clone();
    for (int at = 0; at + TS_PACKET <= stream.length; at += TS_PACKET) {
      boolean ofStream = ((stream[at + 1] & 0x1f) << 8 | (stream[at + 2] & 0xff)) == pid;
      boolean adapted = (stream[at + 3] & 0x20) != 0;
      boolean begins = (stream[at + 1] & 0x40) != 0;
      int payload = at + 4 + (adapted ? 1 + (stream[at + 4] & 0xff) : 0);
      int from = begins ? payload + 9 + (stream[Math.min(payload + 8, at + 187)] & 0xff) : payload;
      for (int i = from; ofStream && i < at + TS_PACKET; i++) {
        changed[i] = (byte) random.nextInt();
      }
    }
    return changed;
  }

  private List<ConsumerRecord<byte[], byte[]>> ended(String stream) {
    try (Records log = Records.ofStream(kafka, stream)) {
      return log.untilKind("end", 1);
    }
  }

  /** The reach of each video frame, µs: a part with audio only does not extend it. */
  private static Set<String> pictures(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .filter(record -> header(record, "kind").equals("part"))
        .map(record -> header(record, "reach-us"))
        .collect(Collectors.toSet());
  }

  private static List<String> codecs(JsonObject answer) {
    return answer.getJsonArray("ignoredTracks", new JsonArray()).stream()
        .map(track -> ((JsonObject) track).getString("codec"))
        .toList();
  }

  private JsonObject put(String stream, byte[] body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(publish.resolve(stream))
                    .timeout(Duration.ofSeconds(60))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return new JsonObject(answer.body());
  }

  private byte[] encode(String tracks, String format) throws IOException, InterruptedException {
    Path file = folder.resolve("sent");
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi"));
    command.addAll(List.of("-i", "testsrc2=s=160x120:r=25", "-f", "lavfi", "-i", "sine=r=48000"));
    command.addAll(List.of("-t", "1", "-map", "0"));
    command.addAll(List.of(tracks.split(" ")));
    command.addAll(List.of("-f", format, file.toString()));
    Process ffmpeg =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/ffmpeg.log")))
            .start();
    assertThat(ffmpeg.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ffmpeg.exitValue()).as(command.toString()).isZero();
    return Files.readAllBytes(file);
  }
}
