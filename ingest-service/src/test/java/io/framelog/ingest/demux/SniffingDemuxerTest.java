package io.framelog.ingest.demux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.session.ManualEventLoop;
import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.worker.WorkerSettings;
import io.framelog.ingest.worker.Workers;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEvent.TracksFound;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ParserLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SniffingDemuxerTest {
  private static final byte[] MP4 = "\0\0\0\030ftypisom\0\0\2\0isomiso2".getBytes(US_ASCII);
  private static final byte[] FLV = "FLV\1\5\0\0\0\011\0\0\0\0\011\0\0".getBytes(US_ASCII);

  private final Connection connection = new Connection();
  private final Session session = new Session();
  private final List<MediaEvent> events = new ArrayList<>();
  private final AddressBound headerless = new AddressBound(1);
  private final SniffingDemuxer demuxer =
      new SniffingDemuxer(
          new Demuxer.Context(
              connection, new ManualEventLoop(), ParserLimits.DEFAULT, session, events::add),
          new Workers(new WorkerSettings(1, Duration.ofSeconds(30), Duration.ofSeconds(10), false)),
          headerless);

  @Test
  void readsEveryByteOfAParsedContainerHoweverItIsSplit() {
    for (byte each : MP4) {
      demuxer.feed(ByteBuffer.wrap(new byte[] {each}));
    }

    assertThat(demuxer.bytesConsumed()).isEqualTo(MP4.length);
    assertThat(session.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "samples/mp4/classic.mp4, 1, 51",
    "samples/mp4/classic.mp4, 3, 51",
    "samples/mp4/classic.mp4, 7, 51",
    "samples/mp4/classic.mp4, 8, 51",
    "samples/mp4/classic.mp4, 9, 51",
    "samples/mp4/classic.mp4, 100000, 51",
    "samples-mkv/av1-opus.webm, 1, 122",
    "samples-mkv/av1-opus.webm, 3, 122",
    "samples-mkv/av1-opus.webm, 4, 122",
    "samples-mkv/av1-opus.webm, 5, 122",
    "samples-mkv/av1-opus.webm, 100000, 122",
    "samples-image/baseline.jpg, 1, 2",
    "samples-image/baseline.jpg, 2, 2",
    "samples-image/baseline.jpg, 5000, 2",
    "samples-image/lossy.webp, 1, 2",
  })
  void readsAContainerInAnySlicing(String file, int slice, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("../media/src/test", file));

    for (int from = 0; from < bytes.length; from += slice) {
      demuxer.feed(ByteBuffer.wrap(bytes, from, Math.min(slice, bytes.length - from)));
    }
    demuxer.finish(true);

    assertThat(events).hasSize(count).first().isInstanceOf(TracksFound.class);
    assertThat(demuxer.bytesConsumed()).isEqualTo(bytes.length);
    assertThat(session.calls).containsExactly("drained");
  }

  @Test
  void reportsAForeignFormatAtTheSixteenthByte() {
    byte[] request = "GET / HTTP/1.1\r\nHost: a\r\n".getBytes(US_ASCII);

    demuxer.feed(ByteBuffer.wrap(request, 0, 15));
    assertThat(session.calls).isEmpty();
    demuxer.feed(ByteBuffer.wrap(request, 15, 1));

    assertThat(session.calls)
        .singleElement()
        .asString()
        .startsWith("unknown-container: none of ")
        .endsWith(", looks like an HTTP request at byte 0");
  }

  @Test
  void reportsNoiseOnlyWhenItCannotBeMpegTs() {
    demuxer.feed(ByteBuffer.wrap(new byte[579]));
    assertThat(session.calls).isEmpty();

    demuxer.feed(ByteBuffer.wrap(new byte[1]));

    assertThat(session.calls)
        .singleElement()
        .asString()
        .startsWith("unknown-container: none of ")
        .endsWith(", also as multipart at byte 0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reportsNoiseAtItsEnd(boolean orderly) {
    demuxer.feed(ByteBuffer.wrap(new byte[100]));
    assertThat(session.calls).isEmpty();

    demuxer.finish(orderly);

    assertThat(session.calls.get(0)).startsWith("unknown-container: none of ");
  }

  @Test
  void theParserOfAShortContainerReportsWhatIsMissing() {
    demuxer.feed(ByteBuffer.wrap(MP4, 0, 8));
    assertThat(demuxer.bytesConsumed()).isEqualTo(8);

    demuxer.finish(true);

    assertThat(session.calls)
        .containsExactly(
            "truncated: the publisher closed before the end of moov at byte 8", "drained");
  }

  @Test
  void anEmptyStreamIsTruncated() {
    demuxer.finish(true);

    assertThat(session.calls)
        .containsExactly(
            "truncated: the publisher closed before its container could be detected at byte 0",
            "drained");
  }

  @Test
  void parsesInputThatIsTooShortToDetectAtItsEnd() {
    demuxer.feed(ByteBuffer.wrap(MP4, 0, 5));
    demuxer.finish(true);

    assertThat(session.calls)
        .containsExactly(
            "truncated: the publisher closed before its container could be detected at byte 5",
            "drained");
  }

  @Test
  void aBrokenConnectionIsNoErrorOfTheContainer() {
    demuxer.feed(ByteBuffer.wrap(MP4, 0, 5));
    demuxer.finish(false);

    assertThat(session.calls).containsExactly("drained");
  }

  @Test
  void resumesASourceThatWasPausedBeforeTheDetection() {
    demuxer.pause();
    assertThat(connection.paused).isTrue();

    demuxer.feed(ByteBuffer.wrap(MP4));
    assertThat(connection.paused).as("still paused").isTrue();

    demuxer.resume();
    assertThat(connection.paused).isFalse();
  }

  @Test
  void detectsTheContainerAgainAfterARestart() {
    demuxer.feed(ByteBuffer.wrap(MP4));
    demuxer.restart();
    demuxer.feed(ByteBuffer.wrap(MP4, 0, 15));
    assertThat(demuxer.bytesConsumed()).as("one byte is missing to detect it").isEqualTo(15);

    demuxer.feed(ByteBuffer.wrap(MP4, 15, 9));

    assertThat(demuxer.bytesConsumed()).isEqualTo(MP4.length);
    assertThat(session.calls).isEmpty();
  }

  @Test
  void refusesAnAddressThatHoldsItsShareOfWorkersWithoutAHeader() {
    headerless.enter(Connection.ADDRESS);

    demuxer.feed(ByteBuffer.wrap(FLV));

    assertThat(session.ends).hasSize(1);
    assertThat(session.ends.get(0).reason()).isEqualTo(EndReason.TOO_MANY_FROM_ADDRESS);
    demuxer.feed(ByteBuffer.wrap(FLV));
    demuxer.finish(true);
    assertThat(session.ends).hasSize(1);
    assertThat(session.calls).isEmpty();
  }

  private static final class Connection implements Source {
    static final String ADDRESS = "192.0.2.1";

    private boolean paused;

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
      return Optional.of(ADDRESS);
    }

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
    }

    @Override
    public void close(SourceEnd end) {
      throw new AssertionError("a demuxer closes no connection");
    }
  }

  private static final class Session implements Demuxer.Listener {
    private final List<SourceEnd> ends = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    @Override
    public void step(Runnable reading) {
      try {
        reading.run();
      } catch (ContainerException e) {
        calls.add(EndReason.valueOf(e.reason().name()).wireName() + ": " + e.getMessage());
      }
    }

    @Override
    public void onDrained() {
      calls.add("drained");
    }

    @Override
    public void onFailed(SourceEnd end) {
      ends.add(end);
    }
  }
}
