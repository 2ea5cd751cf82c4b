package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleWatchTest {
  private static final long SECOND = 1_000_000_000L;

  private final IdleWatch watch = new IdleWatch(Duration.ofSeconds(15), Duration.ofSeconds(10), 0);

  @Test
  void endsAPublisherWithoutACompleteHeaderInTime() {
    watch.read(15 * SECOND);

    assertThat(watch.check(15 * SECOND, true, true, false)).isEmpty();
    assertThat(watch.check(16 * SECOND, true, true, false))
        .hasValue(new SourceEnd(EndReason.IDLE, "no complete container header within 15000 ms"));
  }

  @Test
  void endsAPublisherThatSendsNothingWhileItIsRead() {
    assertThat(watch.check(11 * SECOND, false, false, false)).as("not read").isEmpty();
    assertThat(watch.check(11 * SECOND, false, true, false))
        .hasValue(new SourceEnd(EndReason.IDLE, "nothing sent for 10000 ms"));
  }

  @Test
  void doesNotCountTheStartOfTheDemuxer() {
    assertThat(watch.check(29 * SECOND, true, true, true)).isEmpty();

    // when it has started, then both times begin
    assertThat(watch.check(38 * SECOND, true, true, false)).isEmpty();
    watch.read(44 * SECOND);
    assertThat(watch.check(44 * SECOND, true, true, false)).isEmpty();
    assertThat(watch.check(45 * SECOND, true, true, false)).isPresent();
  }
}
