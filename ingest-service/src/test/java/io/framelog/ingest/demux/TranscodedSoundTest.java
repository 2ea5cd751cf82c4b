package io.framelog.ingest.demux;

import static io.framelog.ingest.Records.header;
import static io.framelog.ingest.Records.kinds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transcoding of audio that Framelog does not carry, from a real ffmpeg in real time. */
@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class TranscodedSoundTest {
  private static final int RATE = 48_000;
  private static final double FRAME = 0.04;

  /** A tone of a tenth of a second in the middle of each second. */
  private static final String BEEPS =
      "aevalsrc=exprs='if(between(mod(t,1),0.5,0.6),0.5*sin(2*PI*1000*t),0)':s=48000";

  private static final String H264 =
      "-c:v libx264 -preset ultrafast -bf 0 -g 5 -pix_fmt yuv420p -c:a ";

  private final List<Process> processes = new ArrayList<>();
  private final List<CompletableFuture<HttpResponse<String>>> publishers = new ArrayList<>();
  @TempDir Path folder;

  @Inject MeterRegistry metrics;

  @TestHTTPResource("/publish/")
  URI publish;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @AfterEach
  void endPublishers() {
    // Not Process.destroyForcibly(), which closes the output, so that a publisher fails to read it.
    processes.forEach(process -> process.toHandle().destroyForcibly());
    for (CompletableFuture<HttpResponse<String>> publisher : publishers) {
      assertThat(publisher).succeedsWithin(Duration.ofSeconds(30));
    }
    noTranscoder();
  }

  @Test
  void transcodedAudioIsInSyncWithTheVideo() throws Exception {
    Map<String, String> publishers = new LinkedHashMap<>();
    publishers.put("heard-ts-mp2", "mp2 -f mpegts");
    publishers.put("heard-ts-ac3", "ac3 -f mpegts");
    publishers.put("heard-flv-alaw", "pcm_alaw -ar 8000 -f flv");
    publishers.put("heard-mkv-mulaw", "pcm_mulaw -ar 8000 -f matroska");
    publishers.put(
        "heard-mp4-mp3",
        "libmp3lame -movflags +empty_moov+default_base_moof+frag_every_frame -f mp4");
    for (Map.Entry<String, String> publisher : publishers.entrySet()) {
      live(publisher.getKey() + "?transcode=audio", H264 + publisher.getValue());
      // one address may have one connection at a time without a header
      awaitPublishing(publisher.getKey());
    }

    for (String stream : publishers.keySet()) {
      try (Records log = Records.ofStream(kafka, stream)) {
        List<ConsumerRecord<byte[], byte[]>> records =
            log.until(read -> heardFrom(read) >= 0 && partsFrom(read, heardFrom(read)) > 120);
        List<Double> offsets = beepsOffThePicture(records);
        System.out.printf("%s: beeps are off the video by %s ms%n", stream, offsets);
        assertThat(offsets).as(stream).hasSizeGreaterThan(2);
        assertThat(offsets).as(stream).allSatisfy(off -> assertThat(off).isBetween(-12.0, 12.0));
      }
    }
  }

  @Test
  void staysInSyncWhenTheTimestampsOfALoopRestart() throws Exception {
    Path file = folder.resolve("loop.ts");
    run(encode("-t 2 " + H264 + "mp2 -f mpegts", file.toString()));
    List<String> copy =
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-nostdin",
            "-re",
            "-i",
            file.toString(),
            "-c",
            "copy",
            "-f",
            "mpegts",
            "pipe:1");
    AtomicInteger roundsLeft = new AtomicInteger(100);
    CompletableFuture<HttpResponse<String>> answer =
        put("heard-loop?transcode=audio", oneAfterTheOther(copy, roundsLeft));
    awaitPublishing("heard-loop");

    try (Records log = Records.ofStream(kafka, "heard-loop")) {
      log.until(read -> heardFrom(read) >= 0);
      roundsLeft.set(2);
      List<Double> offsets = beepsOffThePicture(log.untilKind("end", 1));
      System.out.printf("over two seams of a loop: beeps are off by %s ms%n", offsets);
      assertThat(answer.get(60, TimeUnit.SECONDS).body()).contains("finished");
      assertThat(offsets).hasSizeGreaterThan(3);
      assertThat(offsets).allSatisfy(off -> assertThat(off).isBetween(-12.0, 12.0));
    }
  }

  @Test
  void aWorkerThatHangsAndIsKilledLosesNoVideo() throws Exception {
    String stream = "heard-until";
    live(stream + "?transcode=audio", H264 + "pcm_mulaw -ar 8000 -f matroska");
    try (Records log = Records.ofStream(kafka, stream)) {
      log.until(read -> heardFrom(read) >= 0);
      assertThat(transcoders()).isEqualTo(1);

      // when the worker hangs
      List<ProcessHandle> workers = workers();
      for (ProcessHandle worker : workers) {
        signal("STOP", worker);
      }
      int parts = parts(log.until(read -> true));
      log.until(read -> parts(read) > parts + 25);

      // when it has exited
      workers.forEach(ProcessHandle::destroyForcibly);
      List<ConsumerRecord<byte[], byte[]>> records =
          log.until(
              read -> {
                int silent = silentFrom(read);
                return silent >= 0 && partsFrom(read, silent) > 10;
              });

      // then the video has continued, and the audio track is listed with the reason
      assertThat(header(records.get(silentFrom(records)), "ignored-tracks"))
          .contains("pcm_mulaw")
          .contains("it is not transcoded: its media worker failed");
      assertThat(kinds(records)).doesNotContain("end");
      assertThat(pictureTimes(records))
          .allSatisfy(us -> assertThat(us).isBetween(39_000L, 41_000L));
    }
    noTranscoder();
  }

  @Test
  void aFileThatIsSentAtOnceIsAcceptedHoweverMuchOfItIsHeld() throws Exception {
    // given more bytes than a header may have
    Path file = folder.resolve("heard-file.mkv");
    run(encode("-t 8 " + H264 + "pcm_s16le -ac 2 -f matroska", file.toString()));
    assertThat(Files.size(file)).isGreaterThan(1 << 20);

    HttpResponse<String> answer =
        put("heard-file?transcode=audio", () -> Files.newInputStream(file))
            .get(60, TimeUnit.SECONDS);

    assertThat(answer.body()).contains("finished");
    try (Records log = Records.ofStream(kafka, "heard-file")) {
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);
      assertThat(heardFrom(records)).as("first header with audio").isNotNegative();
    }
  }

  @Test
  void theSelectedLanguageIsTranscodedThoughAnotherOneNeedsNoTranscoding() throws Exception {
    Path file = folder.resolve("languages.ts");
    String languages =
        "-map 0 -map 1 -map 1 -metadata:s:a:0 language=eng -metadata:s:a:1 language=deu ";
    run(encode("-t 4 " + languages + H264 + "aac -c:a:1 mp2 -f mpegts", file.toString()));

    HttpResponse<String> answer =
        put("heard-deu?transcode=audio&audio=deu", () -> Files.newInputStream(file))
            .get(60, TimeUnit.SECONDS);

    // then the audio that could have been carried is ignored
    assertThat(answer.body())
        .contains("finished", "choose this one with audio=1")
        .doesNotContain("mp2");
  }

  @Test
  void aPublisherThatDoesNotRequestTranscodingIsAdvised() throws Exception {
    Path file = folder.resolve("once.ts");
    run(encode("-t 1 " + H264 + "mp2 -f mpegts", file.toString()));

    HttpResponse<String> answer =
        put("heard-not", () -> Files.newInputStream(file)).get(60, TimeUnit.SECONDS);

    assertThat(answer.body())
        .contains("add ?transcode=audio to the address or the title to hear it");
    assertThat(transcoders()).isZero();
  }

  private void awaitPublishing(String stream) {
    try (Records states = new Records(kafka, "framelog.streams")) {
      states.until(
          read ->
              read.stream()
                  .map(Records::text)
                  .anyMatch(text -> text.contains("\"id\":\"" + stream + "\"")));
    }
  }

  /** The delay of each beep relative to its video frame, ms. */
  private List<Double> beepsOffThePicture(List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception {
    int from = heardFrom(records);
    ByteArrayOutputStream delivered = new ByteArrayOutputStream();
    delivered.writeBytes(records.get(from).value());
    records.subList(from, records.size()).stream()
        .filter(record -> header(record, "kind").equals("part"))
        .forEach(record -> delivered.writeBytes(record.value()));
    Path mp4 = Files.write(folder.resolve("delivered.mp4"), delivered.toByteArray());
    int framesBefore = parts(records.subList(0, from));
    double begin = secondPictureTime(mp4) - (framesBefore + 1) * FRAME;
    return beeps(mp4).stream()
        .map(
            beep -> {
              double phase = (beep - begin - 0.5) % 1;
              double off = phase > 0.5 ? phase - 1 : phase < -0.5 ? phase + 1 : phase;
              return Math.round(off * 10_000) / 10.0;
            })
        .toList();
  }

  /** FFmpeg's MP4 demuxer shifts all frames but the first by the priming of a later audio track. */
  private double secondPictureTime(Path mp4) throws Exception {
    Path out = folder.resolve("probed");
    run(
        List.of(
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            "v",
            "-show_entries",
            "packet=pts_time",
            "-read_intervals",
            "%+#2",
            "-of",
            "csv=p=0",
            "-o",
            out.toString(),
            mp4.toString()));
    return Double.parseDouble(Files.readAllLines(out).get(1).replace(",", ""));
  }

  /** Start times of the beeps, seconds: from their middle, because a codec blurs their ends. */
  private List<Double> beeps(Path mp4) throws Exception {
    Path pcm = folder.resolve("pcm");
    run(
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-nostdin",
            "-y",
            "-copyts",
            "-i",
            mp4.toString(),
            "-map",
            "0:a",
            "-af",
            "aresample=48000:async=1:min_hard_comp=0.01:first_pts=0",
            "-ac",
            "1",
            "-f",
            "s16le",
            pcm.toString()));
    ByteBuffer samples = ByteBuffer.wrap(Files.readAllBytes(pcm)).order(ByteOrder.LITTLE_ENDIAN);
    List<Double> beeps = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (int i = 0; i < samples.limit() / 2; i++) {
      if (Math.abs(samples.getShort(2 * i)) > 3000) {
        first = first < 0 ? i : first;
        last = i;
      } else if (first >= 0 && i - last > RATE / 20) {
        if (last - first > 0.08 * RATE) {
          beeps.add((first + last) / 2.0 / RATE - 0.05);
        }
        first = -1;
      }
    }
    return beeps;
  }

  /** Index of the first header with the audio track; -1 when there is none yet. */
  private static int heardFrom(List<ConsumerRecord<byte[], byte[]>> records) {
    return IntStream.range(0, records.size())
        .filter(at -> isHeader(records.get(at)) && header(records.get(at), "mime").contains("mp4a"))
        .findFirst()
        .orElse(-1);
  }

  private static boolean isHeader(ConsumerRecord<byte[], byte[]> record) {
    return header(record, "kind").equals("header");
  }

  /** Index of the first header after that without the audio track; -1 when there is none yet. */
  private static int silentFrom(List<ConsumerRecord<byte[], byte[]>> records) {
    int heard = heardFrom(records);
    return IntStream.range(Math.max(0, heard), records.size())
        .filter(at -> heard >= 0 && isHeader(records.get(at)))
        .filter(at -> !header(records.get(at), "mime").contains("mp4a"))
        .findFirst()
        .orElse(-1);
  }

  private static int parts(List<ConsumerRecord<byte[], byte[]>> records) {
    return (int) kinds(records).stream().filter("part"::equals).count();
  }

  private static int partsFrom(List<ConsumerRecord<byte[], byte[]>> records, int from) {
    return parts(records.subList(from, records.size()));
  }

  /** Intervals between video frames, µs: differences of the reach of parts. */
  private static List<Long> pictureTimes(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Long> reached =
        records.stream()
            .filter(record -> header(record, "kind").equals("part"))
            .map(record -> Long.parseLong(header(record, "reach-us")))
            .distinct()
            .toList();
    return IntStream.range(1, reached.size())
        .mapToObj(i -> reached.get(i) - reached.get(i - 1))
        .toList();
  }

  private double transcoders() {
    return metrics.get("framelog.ingest.transcoders").gauge().value();
  }

  private void noTranscoder() {
    await().atMost(Duration.ofSeconds(20)).until(() -> transcoders() == 0);
  }

  /** The transcoder and the spare worker; the publisher itself needs none. */
  private static List<ProcessHandle> workers() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().children()) {
      return all.filter(each -> each.info().commandLine().orElse("").contains("WorkerMain"))
          .filter(ProcessHandle::isAlive)
          .toList();
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    run(List.of("kill", "-" + name, Long.toString(process.pid())));
  }

  /** Publishes in real time until the test is over. */
  private void live(String stream, String options) {
    publishers.add(put(stream, () -> start(encode(options, "pipe:1")).getInputStream()));
  }

  private List<String> encode(String options, String target) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
    if (target.startsWith("pipe")) {
      command.add("-re");
    }
    command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25"));
    if (target.startsWith("pipe")) {
      command.add("-re");
    }
    command.addAll(List.of("-f", "lavfi", "-i", BEEPS));
    command.addAll(Arrays.asList(options.split(" ")));
    command.add(target);
    return command;
  }

  private Process start(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/ffmpeg.log")))
              .start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The output of a program that is started again whenever it has ended. */
  private Body oneAfterTheOther(List<String> command, AtomicInteger left) {
    return () ->
        new InputStream() {
          private InputStream current = InputStream.nullInputStream();

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int read = current.read(into, offset, length);
            while (read < 0 && left.getAndDecrement() > 0) {
              current = start(command).getInputStream();
              read = current.read(into, offset, length);
            }
            return read;
          }
        };
  }

  /** The bytes that are published. */
  private interface Body {
    InputStream open() throws IOException;
  }

  private CompletableFuture<HttpResponse<String>> put(String stream, Body body) {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(publish.resolve(stream))
                .PUT(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> {
                          try {
                            return body.open();
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }))
                .build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/ffmpeg.log")))
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(command.toString()).isZero();
  }
}
