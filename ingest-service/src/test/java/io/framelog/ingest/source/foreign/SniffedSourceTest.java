package io.framelog.ingest.source.foreign;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.ingest.worker.WorkerSettings;
import io.framelog.ingest.worker.Workers;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SniffedSourceTest {
  private static final byte[] MP4 = "\0\0\0\030ftypisom\0\0\2\0isomiso2".getBytes(US_ASCII);

  private final Connection connection = new Connection();
  private final Session session = new Session();
  private final SniffedSource sniffed =
      new SniffedSource(
          connection,
          new NoLoop(),
          new Workers(new WorkerSettings(1, Duration.ofSeconds(30), Duration.ofSeconds(10), false)),
          new AddressBound(1),
          ParserLimits.DEFAULT);

  SniffedSourceTest() {
    sniffed.handTo(session);
  }

  @Test
  void handsOnEveryByteOfAContainerThatIsParsedHereWhateverTheSlicing() {
    for (byte each : MP4) {
      sniffed.onBytes(ByteBuffer.wrap(new byte[] {each}));
    }

    assertThat(session.bytes).isEqualTo(MP4.length);
    assertThat(session.first).isEqualTo(MP4[0]);
  }

  @Test
  void handsOnWhatIsTooShortToBeToldBeforeItsEnd() {
    sniffed.onBytes(ByteBuffer.wrap(MP4, 0, 5));
    sniffed.onFinished();

    assertThat(session.bytes).isEqualTo(5);
    assertThat(session.calls).containsExactly("finished");
  }

  @Test
  void readsTheSourceAgainWhenThePauseFromBeforeTheRouteEnds() {
    sniffed.pause();
    assertThat(connection.paused).isTrue();

    sniffed.onBytes(ByteBuffer.wrap(MP4));
    assertThat(connection.paused).as("still not wanted").isTrue();

    sniffed.resume();
    assertThat(connection.paused).isFalse();
  }

  @Test
  void sniffsAnewWhenThePublisherBeginsAnew() {
    sniffed.onBytes(ByteBuffer.wrap(MP4));
    sniffed.onRestart();
    sniffed.onBytes(ByteBuffer.wrap(MP4, 0, 15));
    assertThat(session.bytes).as("one byte is missing to tell it").isEqualTo(MP4.length);

    sniffed.onBytes(ByteBuffer.wrap(MP4, 15, 9));

    assertThat(session.bytes).isEqualTo(2L * MP4.length);
    assertThat(session.calls).containsExactly("restart");
  }

  @Test
  void closesTheConnectionWithTheSessionsReason() {
    sniffed.close(SourceEnd.of(EndReason.IDLE));
    sniffed.onBytes(ByteBuffer.wrap(MP4));

    assertThat(connection.ends).containsExactly(SourceEnd.of(EndReason.IDLE));
    assertThat(session.bytes).isZero();
  }

  private static final class Connection implements Source {
    private boolean paused;
    private final List<SourceEnd> ends = new ArrayList<>();

    @Override
    public String kind() {
      return "tcp";
    }

    @Override
    public String connection() {
      return "tcp:192.0.2.1:50000";
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
      ends.add(end);
    }
  }

  private static final class Session implements SourceListener {
    private long bytes;
    private byte first;
    private final List<String> calls = new ArrayList<>();

    @Override
    public void onBytes(ByteBuffer read) {
      if (bytes == 0) {
        first = read.get(read.position());
      }
      bytes += read.remaining();
    }

    @Override
    public void onRestart() {
      calls.add("restart");
    }

    @Override
    public void onRefused(SourceEnd end) {
      calls.add("refused " + end.text());
    }

    @Override
    public void onFinished() {
      calls.add("finished");
    }

    @Override
    public void onDisconnected(String detail) {
      calls.add("disconnected");
    }
  }

  /** A native route needs no loop. */
  private static final class NoLoop implements EventLoop {
    @Override
    public void execute(Runnable task) {
      throw new AssertionError("nothing is to be planned");
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      throw new AssertionError("nothing is to be planned");
    }

    @Override
    public Timer every(Duration period, Runnable task) {
      throw new AssertionError("nothing is to be planned");
    }
  }
}
