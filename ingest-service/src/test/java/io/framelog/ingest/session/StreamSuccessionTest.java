package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.controlplane.NodeId;
import io.framelog.log.Holder;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StreamSuccessionTest {
  private static final StreamId STREAM = new StreamId("cam1");
  private static final Instant START = Instant.parse("2026-11-29T18:00:00Z");

  private Instant now = START;
  private boolean exclusive;
  private final PublishersHere publishers = new PublishersHere(new NodeId("here"));
  private final StreamSuccession succession = succession(Duration.ofSeconds(10), false);
  private Holder holder = new Holder(1, "node/a", START.minusSeconds(3600).toEpochMilli(), 0);

  private StreamSuccession succession(Duration holdTime, boolean again) {
    return new StreamSuccession(
        STREAM, publishers, (stream, owner) -> exclusive, holdTime, () -> now, again);
  }

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
        .isInstanceOf(StreamSuccession.Contested.class)
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
      assertThatThrownBy(this::takeOver).isInstanceOf(StreamSuccession.Contested.class);
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
    SessionOwner silent = publishers.enter("tcp:192.0.2.1:50000", () -> 2_000_000_000L);

    assertThat(succession.replace(heldBy(silent))).isEqualTo(5);
  }

  @Test
  void aConnectionOfThisNodeThatHasEndedIsReplacedAtOnce() {
    alternate();
    exclusive = true;
    SessionOwner gone = publishers.enter("tcp:192.0.2.1:50000", () -> 0);
    publishers.leave(gone);

    assertThat(succession.replace(heldBy(gone))).isZero();
  }

  @Test
  void thePublisherOfAnExclusiveStreamIsNotReplaced() {
    exclusive = true;

    assertThatThrownBy(this::takeOver)
        .isInstanceOf(LogException.Refused.class)
        .hasMessage("stream is exclusive and has a publisher stream=cam1 publisher=node/a");
  }

  @Test
  void aPublisherThatLostTheStreamDoesNotTakeItBack() {
    assertThatThrownBy(() -> succession(Duration.ofSeconds(10), true).replace(holder))
        .isInstanceOf(StreamSuccession.TakenOver.class)
        .hasMessage("another publisher took the stream stream=cam1 publisher=node/a");
  }

  @Test
  void aHoldOfZeroRefusesNobody() {
    StreamSuccession none = succession(Duration.ZERO, false);

    assertThat(none.replace(new Holder(1, "node/a", now.toEpochMilli(), 9))).isEqualTo(1);
  }

  private Holder heldBy(SessionOwner owner) {
    return new Holder(holder.session(), owner.toString(), holder.claimedAtMs(), holder.takeovers());
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
    int takeovers = succession.replace(holder);
    holder = new Holder(holder.session() + 1, "node/b", now.toEpochMilli(), takeovers);
  }
}
