package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.log.Holder;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TakeoverHoldTest {
  private static final StreamId STREAM = new StreamId("cam1");
  private static final Instant START = Instant.parse("2026-11-29T18:00:00Z");

  private Instant now = START;
  private final TakeoverHold hold = new TakeoverHold(Duration.ofSeconds(10), () -> now);
  private Holder holder = new Holder(1, "node/a", START.minusSeconds(3600).toEpochMilli(), 0);

  @Test
  void neitherATakeoverNorItsReversalIsDelayed() {
    takeOver();
    pass(1);
    takeOver();

    assertThat(holder.takeovers()).isEqualTo(2);
  }

  @Test
  void theFifthConsecutiveTakeoverIsDelayed() {
    alternate();
    pass(3);

    assertThatThrownBy(this::takeOver)
        .isInstanceOf(TakeoverHold.Contested.class)
        .hasMessageContaining("keeps it for 8 s more");
    pass(7);
    takeOver();
    assertThat(holder.takeovers()).isEqualTo(5);
  }

  @Test
  void theDelayDoublesWithEachFurtherTakeover() {
    alternate();
    for (long seconds : new long[] {10, 20, 40, 80, 160, 320, 320}) {
      pass(seconds - 2);
      assertThatThrownBy(this::takeOver).isInstanceOf(TakeoverHold.Contested.class);
      pass(2);
      takeOver();
    }
  }

  @Test
  void aLongSessionResetsTheNumberOfTakeovers() {
    alternate();
    pass(30);

    takeOver();

    assertThat(holder.takeovers()).isEqualTo(1);
  }

  @Test
  void aPublisherThatSendsNothingIsReplacedAtOnce() {
    alternate();

    assertThat(hold.replace(STREAM, holder, true)).isEqualTo(5);
  }

  @Test
  void aHoldOfZeroRefusesNobody() {
    TakeoverHold none = new TakeoverHold(Duration.ZERO, () -> now);

    assertThat(none.replace(STREAM, new Holder(1, "node/a", now.toEpochMilli(), 9), false))
        .isEqualTo(1);
  }

  private void alternate() {
    for (int i = 0; i < 4; i++) {
      pass(1);
      takeOver();
    }
  }

  private void pass(long seconds) {
    now = now.plusSeconds(seconds);
  }

  private void takeOver() {
    int takeovers = hold.replace(STREAM, holder, false);
    holder = new Holder(holder.session() + 1, "node/b", now.toEpochMilli(), takeovers);
  }
}
