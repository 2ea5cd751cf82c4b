package io.framelog.ingest.source.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.CaptureSpec;
import io.framelog.controlplane.CaptureState;
import io.framelog.ingest.CaptureSettings;
import io.framelog.ingest.LogLines;
import io.framelog.ingest.demux.DemuxerFactory;
import io.framelog.ingest.session.ManualEventLoop;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.StreamId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapturesTest {
  private final ManualEventLoop loop = new ManualEventLoop();
  private final Publishers publishers = new Publishers();
  private final List<FakeWorker> workers = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private long dropped;
  private int changes;

  private final Captures captures = captures(spec("front", "v4l2:/dev/video0"));

  private Captures captures(CaptureSpec... configured) {
    return new Captures(
        new CaptureSettings(
            2,
            Set.of("v4l2", "lavfi"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            List.of(configured)),
        publishers,
        (arguments, on, listener) -> {
          FakeWorker worker = new FakeWorker(arguments);
          workers.add(worker);
          return worker;
        },
        new CaptureMeter() {
          @Override
          public void captureFailed(String reason) {
            failed.add(reason);
          }

          @Override
          public void framesDropped(long frames) {
            dropped += frames;
          }
        },
        () -> loop,
        () -> Instant.EPOCH.plusNanos(loop.nanoTime()));
  }

  private static CaptureSpec spec(String name, String video) {
    return new CaptureSpec(
        name, name, video, null, "640x480", null, null, "vp8", null, 1000, null, null, null, null);
  }

  private CaptureState only() {
    assertThat(captures.states()).hasSize(1);
    return captures.states().get(0);
  }

  @Test
  void startsTheConfiguredCapturesOnce() {
    captures.startConfigured();
    captures.startConfigured();
    loop.run();

    assertThat(workers).hasSize(1);
    assertThat(workers.get(0).arguments)
        .containsExactly(
            "video=v4l2:/dev/video0",
            "width=640",
            "height=480",
            "video-codec=vp8",
            "keyframe-millis=1000");
    assertThat(only().state()).isEqualTo(CaptureState.State.STARTING);
    assertThat(only().configured()).isTrue();
    assertThat(publishers.sources.get(0).connection())
        .isEqualTo("capture:front:[v4l2:/dev/video0]");
  }

  @Test
  void isCapturingOnceItsStreamIsClaimed() {
    captures.onChange(() -> changes++);
    captures.startConfigured();
    loop.run();
    int before = changes;

    publishers.sources.get(0).claimed(17);

    assertThat(only().state()).isEqualTo(CaptureState.State.CAPTURING);
    assertThat(changes).isGreaterThan(before);
  }

  @Test
  void reportsWhyItFailedAndWhenItIsRetried() {
    captures.startConfigured();
    loop.run();

    publishers.end(0, new SourceEnd(EndReason.WORKER_FAILED, "the capture's process died"));

    assertThat(only().state()).isEqualTo(CaptureState.State.FAILED);
    assertThat(only().reason()).isEqualTo("crashed");
    assertThat(only().message()).isEqualTo("the capture's process died");
    assertThat(only().retryAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
    assertThat(workers.get(0).stopped).isTrue();
    assertThat(failed).containsExactly("crashed");
  }

  @Test
  void logsARepeatedReasonOnlyOnce() {
    try (LogLines log = new LogLines()) {
      captures.startConfigured();
      loop.run();
      for (int attempt = 0; attempt < 5; attempt++) {
        publishers.end(attempt, new SourceEnd(EndReason.WORKER_FAILED, "no such device"));
        loop.pass(Duration.ofSeconds(60));
      }

      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("WARN") && line.contains("no such device"))
          .hasSize(1);
    }
    assertThat(publishers.sources).allMatch(Source::tellsWhyItEnded);
  }

  @Test
  void doublesThePauseAfterEachConsecutiveFailureUpToAMinute() {
    captures.startConfigured();
    loop.run();
    List<Long> pauses = new ArrayList<>();
    for (int attempt = 0; attempt < 9; attempt++) {
      publishers.end(attempt, new SourceEnd(EndReason.WORKER_FAILED, "no such device"));
      Instant retryAt = only().retryAt();
      assertThat(retryAt).isNotNull();
      pauses.add(Duration.between(only().since(), retryAt).toSeconds());
      loop.pass(Duration.ofSeconds(60));
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    assertThat(workers).hasSize(10);
  }

  @Test
  void resetsThePauseAfterALongCapture() {
    captures.startConfigured();
    loop.run();
    for (int attempt = 0; attempt < 5; attempt++) {
      publishers.end(attempt, new SourceEnd(EndReason.WORKER_FAILED, "no such device"));
      loop.pass(Duration.ofSeconds(60));
    }
    publishers.sources.get(5).claimed(1);
    loop.pass(Duration.ofMinutes(10));

    publishers.end(5, new SourceEnd(EndReason.WORKER_FAILED, "gone"));

    assertThat(only().retryAt()).isEqualTo(only().since().plusSeconds(1));
  }

  @Test
  void doesNotReclaimItsStreamFromAnotherPublisher() {
    captures.startConfigured();
    loop.run();
    publishers.sources.get(0).claimed(1);

    publishers.end(0, new SourceEnd(EndReason.TAKEN_OVER, ""));
    loop.pass(Duration.ofHours(1));

    assertThat(only().state()).isEqualTo(CaptureState.State.FAILED);
    assertThat(only().retryAt()).isNull();
    assertThat(workers).hasSize(1);
  }

  @Test
  void isRetriedWhenTheNodeRejectsIt() {
    publishers.admitting = false;
    captures.startConfigured();
    loop.run();
    assertThat(only().reason()).isEqualTo("not-ready");

    publishers.admitting = true;
    loop.pass(Duration.ofSeconds(2));

    assertThat(workers).hasSize(1);
    assertThat(only().state()).isEqualTo(CaptureState.State.STARTING);
  }

  @Test
  void releasesTheDevicesWhenItIsStopped() {
    captures.startConfigured();
    loop.run();
    publishers.sources.get(0).claimed(1);

    assertThat(captures.stop("front")).isTrue();
    loop.run();

    assertThat(workers.get(0).finished).isTrue();
    assertThat(captures.states()).isEmpty();
    publishers.end(0, SourceEnd.of(EndReason.FINISHED));
    loop.pass(Duration.ofHours(1));
    assertThat(workers).hasSize(1);
    assertThat(failed).isEmpty();
    assertThat(captures.stop("front")).isFalse();
  }

  @Test
  void stopsWhileItWaitsForItsDevice() {
    captures.startConfigured();
    loop.run();
    publishers.end(0, new SourceEnd(EndReason.WORKER_FAILED, "no such device"));

    captures.stop("front");
    loop.pass(Duration.ofHours(1));

    assertThat(workers).hasSize(1);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void replacesACaptureOfTheSameName() {
    captures.startConfigured();
    loop.run();

    assertThat(captures.start(spec("front", "lavfi:testsrc2"))).isEmpty();
    loop.run();

    assertThat(workers.get(0).finished).isTrue();
    assertThat(workers).hasSize(2);
    assertThat(only().video()).isEqualTo("lavfi:testsrc2");
    assertThat(only().configured()).isFalse();
  }

  @Test
  void limitsTheNumberOfCapturesAndTheKindsOfDevice() {
    captures.startConfigured();
    assertThat(captures.start(spec("second", "lavfi:testsrc2"))).isEmpty();

    assertThat(captures.start(spec("third", "lavfi:testsrc2")))
        .hasValueSatisfying(why -> assertThat(why).contains("framelog.ingest.capture.max"));
    assertThat(captures.start(spec("second", "x11grab::0")))
        .hasValueSatisfying(why -> assertThat(why).contains("capture.api-devices"));
  }

  @Test
  void countsDroppedFramesOverAllAttempts() {
    captures.startConfigured();
    loop.run();
    DeviceSource first = (DeviceSource) publishers.sources.get(0);
    first.report("dropped 3");
    first.report("dropped 5");
    publishers.end(0, new SourceEnd(EndReason.WORKER_FAILED, "gone"));
    loop.pass(Duration.ofSeconds(1));
    ((DeviceSource) publishers.sources.get(1)).report("dropped 2");

    assertThat(only().droppedFrames()).isEqualTo(7);
    assertThat(dropped).isEqualTo(7);
  }

  @Test
  void retriesNothingAfterTheShutdown() {
    captures.startConfigured();
    loop.run();

    captures.leave();
    loop.run();
    publishers.end(0, SourceEnd.of(EndReason.SHUTDOWN));
    loop.pass(Duration.ofHours(1));

    assertThat(workers).hasSize(1);
    assertThat(captures.start(spec("second", "lavfi:testsrc2"))).isPresent();
  }

  /** A worker that the test controls. */
  private static final class FakeWorker implements DeviceWorker {
    final List<String> arguments;
    boolean finished;
    boolean stopped;

    FakeWorker(List<String> arguments) {
      this.arguments = arguments;
    }

    @Override
    public void pause() {
      // Not observed by these tests.
    }

    @Override
    public void resume() {
      // Not observed by these tests.
    }

    @Override
    public void finish() {
      finished = true;
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  /** The session layer. */
  private static final class Publishers implements CaptureAcceptor {
    final List<Source> sources = new ArrayList<>();
    boolean admitting = true;

    @Override
    public Optional<SourceListener> accept(
        Source source, EventLoop loop, StreamId stream, DemuxerFactory demuxers) {
      if (!admitting) {
        source.close(SourceEnd.of(EndReason.NOT_READY));
        return Optional.empty();
      }
      sources.add(source);
      return Optional.of(new NoMedia());
    }

    void end(int attempt, SourceEnd end) {
      sources.get(attempt).close(end);
    }
  }

  private static final class NoMedia implements SourceListener {
    @Override
    public void onBytes(ByteBuffer bytes) {
      // Captures do not parse media.
    }

    @Override
    public void onRestart() {
      // A capture restarts as another publisher.
    }

    @Override
    public void onRefused(SourceEnd end) {
      // Not a concern of these tests.
    }

    @Override
    public void onFinished() {
      // Not a concern of these tests.
    }

    @Override
    public void onDisconnected(String detail) {
      // Not a concern of these tests.
    }
  }
}
