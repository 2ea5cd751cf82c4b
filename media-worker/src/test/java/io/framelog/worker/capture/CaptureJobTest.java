package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Codec;
import io.framelog.media.MediaEvent;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.media.container.packet.WorkerFailedException;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captures test pictures and tones with real encoders, and reads them like a node. */
class CaptureJobTest {
  private static final ParserLimits LIMITS = new ParserLimits(1 << 20, 8 << 20, 16, 1000);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "openh264, H264, aac, AAC",
    "vp8, VP8, opus, OPUS",
    "vp9, VP9, opus, OPUS",
    "av1, AV1, aac, AAC"
  })
  void putsVideoAndAudioOnOneClockWithAKeyframeEachSecond(
      String videoCodec, Codec video, String audioCodec, Codec audio) throws Exception {
    Capturing capturing =
        new Capturing(
            "video=lavfi:testsrc2=size=160x120:rate=10\taudio=lavfi:sine\tvideo-codec="
                + videoCodec
                + "\taudio-codec="
                + audioCodec);
    Awaitility.await("three seconds of picture")
        .atMost(Duration.ofSeconds(60))
        .until(() -> capturing.samples(1).size() > 30);

    assertThat(capturing.tracks).extracting(Track::codec).containsExactly(video, audio);
    List<Sample> pictures = capturing.samples(1);
    assertThat(pictures.get(0).sync()).isTrue();
    long beforeKey = 0;
    for (int i = 1; i < pictures.size(); i++) {
      assertThat(pictures.get(i).dts()).isGreaterThan(pictures.get(i - 1).dts());
      assertThat(pictures.get(i).pts()).as("no B-frames").isEqualTo(pictures.get(i).dts());
      if (pictures.get(i).sync()) {
        assertThat(pictures.get(i).dts() - pictures.get((int) beforeKey).dts())
            .isLessThan(2 * 90_000);
        beforeKey = i;
      }
    }
    assertThat(beforeKey).as("index of the latest keyframe").isPositive();
    List<Sample> sounds = capturing.samples(2);
    double lastPicture = pictures.get(pictures.size() - 1).pts() / 90_000.0;
    double lastSound = sounds.get(sounds.size() - 1).pts() / 48_000.0;
    assertThat(lastSound).isBetween(lastPicture - 1.5, lastPicture + 1.5);
  }

  @Test
  void endsTheStreamWhenStdinEnds() throws Exception {
    Capturing capturing = new Capturing("video=lavfi:testsrc2=size=160x120:rate=10");
    Awaitility.await("a picture")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !capturing.samples(1).isEmpty());

    capturing.stdin.close();

    Awaitility.await("the process may end").until(() -> capturing.left);
    capturing.samples(1);
    capturing.parser.finish(event -> {});
  }

  @Test
  void reportsWhyADeviceCannotBeOpened() throws Exception {
    Capturing capturing = new Capturing("video=x11grab::59999");

    WorkerFailedException failure = capturing.awaitFailure();

    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("no X server at :59999");
  }

  @Test
  void namesTheSupportedEncoders() throws Exception {
    Capturing capturing = new Capturing("video=lavfi:testsrc2\tvideo-codec=mpeg2");

    WorkerFailedException failure = capturing.awaitFailure();

    assertThat(failure.kind()).isEqualTo(FailureKind.ENCODER);
    assertThat(failure).hasMessageContaining("expected h264, x264, openh264");
  }

  @Test
  void refusesAnInvalidArgument() {
    assertThatThrownBy(() -> CaptureJob.parse("video=lavfi:testsrc2\t-vf=movie=/etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Runs a capture in this process; its packet stream is written to a file. */
  private final class Capturing {
    final List<Track> tracks = new CopyOnWriteArrayList<>();
    private final Path stream = folder.resolve("packets");
    private final PacketStreamParser parser = new PacketStreamParser(LIMITS);
    private final List<Sample> samples = new ArrayList<>();
    private final FileChannel reading;
    private volatile boolean left;
    private final PipedOutputStream stdin = new PipedOutputStream();

    Capturing(String argument) throws IOException {
      Files.createFile(stream);
      reading = FileChannel.open(stream, StandardOpenOption.READ);
      PipedInputStream job = new PipedInputStream(stdin);
      Thread thread = new Thread(() -> run(argument, job), "capture");
      thread.setDaemon(true);
      thread.start();
    }

    private void run(String argument, PipedInputStream job) {
      try (FileChannel out = FileChannel.open(stream, StandardOpenOption.WRITE)) {
        CaptureJob.parse(argument).run(job, new PacketStreamWriter(out), () -> left = true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    synchronized List<Sample> samples(int track) throws IOException {
      read();
      return samples.stream().filter(sample -> sample.trackId() == track).toList();
    }

    WorkerFailedException awaitFailure() {
      return Awaitility.await("the failure")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                try {
                  read();
                  return null;
                } catch (WorkerFailedException e) {
                  return e;
                }
              },
              Objects::nonNull);
    }

    private synchronized void read() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
      while (reading.read(bytes.clear()) > 0) {
        parser.feed(bytes.flip(), this::on);
      }
    }

    private void on(MediaEvent event) {
      if (event instanceof MediaEvent.TracksFound found) {
        tracks.clear();
        tracks.addAll(found.tracks());
      } else if (event instanceof MediaEvent.SampleRead read) {
        samples.add(read.sample());
      }
    }
  }
}
