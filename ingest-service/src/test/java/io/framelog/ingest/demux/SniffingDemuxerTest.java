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
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SniffingDemuxerTest {
  private static final byte[] MP4 = "\0\0\0\030ftypisom\0\0\2\0isomiso2".getBytes(US_ASCII);
  private static final byte[] FLV = "FLV\1\5\0\0\0\011\0\0\0\0\011\0\0".getBytes(US_ASCII);

  private final Connection connection = new Connection();
  private final Session session = new Session();
  private final AddressBound headerless = new AddressBound(1);
  private final SniffingDemuxer demuxer =
      new SniffingDemuxer(
          new Demuxer.Context(
              connection, new ManualEventLoop(), ParserLimits.DEFAULT, session, event -> {}),
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
