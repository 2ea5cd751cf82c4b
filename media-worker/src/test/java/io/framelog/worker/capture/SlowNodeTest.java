package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.MediaEvent;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.WorkerReport;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A node that reads less than a device delivers, because Kafka is slow or unreachable. */
class SlowNodeTest {
  private static final ParserLimits LIMITS = new ParserLimits(1 << 20, 8 << 20, 16, 1000);
  private static final int BYTES_A_READ = 2048;

  private final List<String> reports = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final PacketStreamParser parser = new PacketStreamParser(LIMITS, reports::add);

  @Test
  void dropsAndCountsFramesAndStaysLive() throws Exception {
    // given a capture of 4 Mbit/s
    Pipe pipe = Pipe.open();
    try (PipedOutputStream stdin = new PipedOutputStream()) {
      PipedInputStream job = new PipedInputStream(stdin);
      Thread worker = new Thread(() -> capture(pipe, job), "capture");
      worker.setDaemon(true);
      worker.start();

      // when 20 KB/s are read
      Awaitility.await("the worker says that it drops")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                read(pipe, BYTES_A_READ);
                return !reports.isEmpty();
              });

      // then frames are missing, and the others continue up to the current time
      assertThat(reports.get(0)).startsWith(WorkerReport.DROPPED);
      long dropped = Long.parseLong(reports.get(0).substring(WorkerReport.DROPPED.length()));
      assertThat(dropped).isPositive();
      Awaitility.await("a hole in the pictures")
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                read(pipe, 1 << 16);
                return largestStep() > 3 * 90_000 / 25;
              });
    }
  }

  private long largestStep() {
    long largest = 0;
    for (int i = 1; i < times.size(); i++) {
      largest = Math.max(largest, times.get(i) - times.get(i - 1));
    }
    return largest;
  }

  private void read(Pipe pipe, int atMost) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(atMost);
    pipe.source().read(bytes);
    parser.feed(
        bytes.flip(),
        event -> {
          if (event instanceof MediaEvent.SampleRead read) {
            times.add(read.sample().dts());
          }
        });
  }

  private static void capture(Pipe pipe, PipedInputStream job) {
    try {
      CaptureJob.parse(
              "video=lavfi:testsrc2=size=640x360:rate=25\tvideo-codec=openh264"
                  + "\tvideo-bitrate=4000000")
          .run(job, new PacketStreamWriter(pipe.sink()), () -> {});
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
