package io.framelog.ingest.source.http;

import static io.framelog.ingest.Records.header;
import static io.framelog.ingest.Records.kinds;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.LogLines;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.framelog.ingest.session.Sessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishing with ffmpeg and GStreamer over HTTP, as to Icecast or as images. */
@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class UsualProgramsTest {
  private static final String PICTURE =
      "videotestsrc is-live=true num-buffers=50"
          + " ! video/x-raw,width=160,height=120,framerate=25/1"
          + " ! vp8enc deadline=1 keyframe-max-dist=13 ! webmmux streamable=true ! ";

  @TestHTTPResource("/publish/")
  URI publish;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @Inject Sessions sessions;

  private static Process gstreamer(String sink) throws IOException {
    List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-q"));
    Pattern.compile(" ").splitAsStream(PICTURE + sink).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/gstreamer.log")))
        .start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @CsvSource({"0, ice/Put", "1, ice/Source"})
  void acceptsTheIcecastProtocolOfFfmpeg(String legacy, String stream) throws Exception {
    String address =
        "icecast://source:s3cr3t@localhost:" + publish.getPort() + "/publish/" + stream;
    try (LogLines log = new LogLines();
        Ffmpeg ffmpeg =
            Ffmpeg.publishVp8(
                2, "-content_type", "video/webm", "-legacy_icecast", legacy, address);
        Records records = new Records(kafka, "framelog.live." + stream.replace('/', '.'))) {
      List<ConsumerRecord<byte[], byte[]>> all = records.untilKind("end", 1);

      assertThat(ffmpeg.exitCode()).isZero();
      assertThat(kinds(all).stream().filter("part"::equals)).hasSize(50);
      assertThat(header(all.get(all.size() - 1), "reason")).isEqualTo("closed");
      assertThat(log.lines()).noneMatch(line -> line.contains("s3cr3t"));
    }
  }

  @Test
  void acceptsShout2sendOfGstreamer() throws Exception {
    Process gstreamer =
        gstreamer(
            "shout2send ip=127.0.0.1 port=%d mount=/publish/shout password=s3cr3t"
                .formatted(publish.getPort()));
    try (Records records = Records.ofStream(kafka, "shout")) {
      List<ConsumerRecord<byte[], byte[]>> all = records.untilKind("end", 1);

      assertThat(exitCode(gstreamer)).isZero();
      assertThat(kinds(all).stream().filter("part"::equals)).hasSize(50);
    } finally {
      gstreamer.destroyForcibly();
    }
  }

  @Test
  void acceptsCurlhttpsinkOfGstreamer() throws Exception {
    Process gstreamer = gstreamer("curlhttpsink location=" + publish + "curl user=u passwd=s3cr3t");
    try (Records records = Records.ofStream(kafka, "curl")) {
      List<ConsumerRecord<byte[], byte[]>> all = records.untilKind("end", 1);

      assertThat(exitCode(gstreamer)).isZero();
      assertThat(kinds(all).stream().filter("part"::equals)).hasSize(50);
    } finally {
      gstreamer.destroyForcibly();
    }
  }

  @Test
  void refusesSouphttpclientsinkOfGstreamerWithoutALogLineEachTime() throws Exception {
    try (LogLines log = new LogLines()) {
      Process gstreamer = gstreamer("souphttpclientsink location=" + publish + "soup");
      try {
        // It continues with a request for each buffer, each of which is refused.
        assertThat(exitCode(gstreamer)).isBetween(0, 1);
      } finally {
        gstreamer.destroyForcibly();
      }

      // The log has one line in ten seconds; refusals of other tests may have begun these.
      List<String> lines = log.lines();
      long windows = 1 + lines.stream().filter(line -> line.contains("more publishers")).count();
      assertThat(lines.stream().filter(line -> line.contains("souphttpclientsink")))
          .hasSizeBetween(1, (int) windows)
          .allMatch(line -> line.contains("a request for each buffer"))
          .allMatch(line -> line.contains("curlhttpsink"));
      assertThat(sessions.refusals())
          .anyMatch(refusal -> refusal.message().contains("souphttpclientsink"));
    }
  }

  @ParameterizedTest
  @CsvSource({"mpjpeg", "matroska"})
  void carriesMotionJpegAsImages(String format) throws Exception {
    String stream = "images-" + format;
    try (Ffmpeg ffmpeg =
            Ffmpeg.publish(2, "-c:v", "mjpeg", "-f", format, "-method", "PUT", publish + stream);
        Records records = Records.ofStream(kafka, stream)) {
      List<ConsumerRecord<byte[], byte[]>> all = records.untilKind("end", 1);

      assertThat(ffmpeg.exitCode()).isZero();
      assertThat(kinds(all).stream().filter("part"::equals)).hasSize(50);
      assertThat(all.stream().filter(each -> header(each, "kind").equals("header")))
          .hasSize(50)
          .allMatch(each -> header(each, "mime").equals("image/jpeg"));
      assertThat(all.stream().filter(each -> header(each, "kind").equals("part")))
          .allMatch(each -> each.value()[0] == (byte) 0xff && each.value()[1] == (byte) 0xd8);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT /publish/no%20name HTTP/1.1   | HTTP/1.1 400 Bad Request | nearest valid name is"
            + " no-name",
        "SOURCE /publish/no%20name HTTP/1.0| HTTP/1.0 400 Bad Request | nearest valid name is"
            + " no-name",
        "PUT /publish/ice-bad HTTP/1.1     | HTTP/1.1 100 Continue    | unknown-container",
        "SOURCE /publish/ice-bad HTTP/1.0  | HTTP/1.0 200 OK          |",
      })
  void answersAnIcecastClientThatSendsNoStream(String request, String status, String answer)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), publish.getPort())) {
      socket.setSoTimeout(30_000);
      String expect = request.startsWith("PUT") ? "Expect: 100-continue\r\n" : "";
      socket
          .getOutputStream()
          .write(
              (request
                      + "\r\nHost: localhost\r\nAuthorization: Basic c291cmNlOnMzY3IzdA==\r\n"
                      + expect
                      + "\r\nthis is surely not a video stream at all, is it")
                  .getBytes(US_ASCII));

      String answered = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answered).startsWith(status).contains(answer == null ? "" : answer);
    }
  }
}
