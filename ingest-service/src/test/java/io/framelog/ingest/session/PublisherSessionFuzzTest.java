package io.framelog.ingest.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.framelog.ingest.demux.ParsersOnly;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** The input's first bytes are a script of events, the others are the publisher's bytes. */
class PublisherSessionFuzzTest {
  private static final int SCRIPT = 32;
  private static final int SENT = 4096;

  static Stream<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String folder :
        List.of("../media/src/test/samples/mp4", "../media/src/test/samples-mkv")) {
      try (Stream<Path> samples = Files.list(Path.of(folder))) {
        samples
            .filter(sample -> sample.toString().matches(".*(audio-video.mp4|hevc.mp4|opus.*webm)"))
            .sorted()
            .forEach(sample -> seeds.add(seed(sample, seeds.size())));
      }
    }
    return seeds.stream();
  }

  private static byte[] seed(Path sample, int number) {
    try {
      byte[] bytes = Files.readAllBytes(sample);
      byte[] seed = new byte[SCRIPT + Math.min(SENT, bytes.length)];
      for (int i = 0; i < SCRIPT; i++) {
        seed[i] = (byte) (i % 3 == 0 ? 0xf8 : (i + number) * 37);
      }
      System.arraycopy(bytes, 0, seed, SCRIPT, seed.length - SCRIPT);
      return seed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void disableTheLog() {
    Logger.getLogger("io.framelog").setLevel(Level.OFF);
  }

  /** Other tests in this process read the log. */
  @AfterAll
  static void enableTheLog() {
    Logger.getLogger("io.framelog").setLevel(null);
  }

  @Timeout(120)
  @MethodSource("seeds")
  @FuzzTest
  void whateverHappensWhenItEndsOnceAndLeavesNothingBehind(byte @NotNull [] input) {
    int script = Math.min(SCRIPT, input.length);
    Run run = new Run(Arrays.copyOfRange(input, script, input.length));
    for (int i = 0; i < script && !run.isOver(); i++) {
      run.step(input[i] & 7, (input[i] & 0xff) >>> 3);
    }
    run.finish();
  }

  /** One publisher's connection and the log it writes to. */
  private static final class Run implements Source {
    private final SessionRig rig = new SessionRig();
    private final List<MemoryLogWriter.MemorySessionLog> logs = new ArrayList<>();
    private final ByteBuffer sent;
    private final PublisherSession session;
    private int answered;
    private boolean closed;

    Run(byte[] sent) {
      this.sent = ByteBuffer.wrap(sent);
      session =
          new PublisherSession(
              rig.environment(null, (stream, owner) -> false),
              this,
              rig.loop,
              Optional::empty,
              new StreamId("f"),
              new ParsersOnly());
    }

    boolean isOver() {
      return closed;
    }

    void step(int what, int how) {
      switch (what) {
        case 0, 1 -> feed((how + 1) * 64);
        case 2 -> grant();
        case 3 -> {
          if (answered < rig.writer.claims.size()) {
            rig.writer.claims.get(answered++).fail(new LogException("Kafka does not answer"));
          }
        }
        case 4 -> lastClaim(claim -> claim.listener.onPressure(how % 2 == 0));
        case 5 -> lastClaim(claim -> claim.listener.onLost("fuzzed", how == 31));
        case 6 -> rig.loop.pass(Duration.ofMillis(how * 20L));
        default -> {
          if (how == 31) {
            session.onRestart();
          }
        }
      }
      rig.loop.run();
    }

    private void feed(int most) {
      if (closed) {
        return;
      }
      byte[] slice = new byte[Math.min(most, sent.remaining())];
      sent.get(slice);
      session.onBytes(ByteBuffer.wrap(slice));
      // Like Vert.x, which reuses its buffers.
      Arrays.fill(slice, (byte) 0xee);
    }

    private void grant() {
      if (answered < rig.writer.claims.size()) {
        logs.add(rig.writer.claims.get(answered++).grant(100L * answered));
      }
    }

    private void lastClaim(Consumer<MemoryLogWriter.Claim> call) {
      if (answered > 0) {
        call.accept(rig.writer.claims.get(answered - 1));
      }
    }

    /** Delivers all bytes, answers all requests to Kafka, and disconnects the publisher. */
    void finish() {
      feed(sent.remaining());
      rig.loop.run();
      if (!closed) {
        session.onFinished();
      }
      for (int i = 0; i < 20; i++) {
        rig.loop.run();
        grant();
        rig.loop.run();
        logs.forEach(log -> log.endAcknowledged.complete(null));
        rig.loop.pass(Duration.ofSeconds(10));
      }
      require(closed, "the connection is not closed");
      require(session.ended().toCompletableFuture().isDone(), "the session has not ended");
      require(rig.loop.timers() == 0, "timers are still running");
      require(rig.ends.size() == 1, "it ended " + rig.ends);
      for (MemoryLogWriter.MemorySessionLog log : logs) {
        require(log.ends.size() <= 1, "a session ended twice: " + log.ends);
      }
    }

    private static void require(boolean holds, String what) {
      if (!holds) {
        throw new AssertionError(what);
      }
    }

    @Override
    public String kind() {
      return "tcp";
    }

    @Override
    public String connection() {
      return "tcp:192.0.2.1:50000";
    }

    @Override
    public Optional<String> remoteAddress() {
      return Optional.of(ParsersOnly.ADDRESS);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close(SourceEnd end) {
      require(!closed, "the connection is closed twice");
      require(end.reason() != EndReason.INTERNAL, "an internal error: " + end);
      closed = true;
    }
  }
}
