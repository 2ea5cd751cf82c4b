package io.framelog.ingest.source.foreign;

import static io.framelog.ingest.Records.header;
import static io.framelog.ingest.Records.kinds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.framelog.ingest.node.IngestLifecycle;
import io.framelog.ingest.worker.Workers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class ForeignPublisherTest {
  private static final int SECONDS = 2;
  private static final int FRAMES = 50;

  @Inject IngestLifecycle ingest;
  @Inject Workers workers;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @ParameterizedTest
  @ValueSource(strings = {"mpegts", "flv"})
  void everyFrameOfAForeignContainerBecomesAPart(String format) throws Exception {
    // given
    String stream = "foreign-" + format;
    List<String> output = new ArrayList<>(List.of("-c:v", "libx264", "-preset", "ultrafast"));
    output.addAll(List.of("-g", "12", "-pix_fmt", "yuv420p", "-metadata", "title=" + stream));
    output.addAll(List.of("-f", format, "tcp://127.0.0.1:" + ingest.tcpPort()));

    // when
    try (Ffmpeg ffmpeg = Ffmpeg.publish(SECONDS, output.toArray(String[]::new));
        Records log = Records.ofStream(kafka, stream)) {
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

      // then
      assertThat(ffmpeg.exitCode()).isZero();
      assertThat(header(records.get(1), "mime")).startsWith("video/mp4; codecs=\"avc1.");
      assertThat(kinds(records).stream().filter("part"::equals)).hasSize(FRAMES);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> workers.running() == 0);
  }
}
