package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDirectoryTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private Instant now = NOW;
  private final StreamDirectory directory = new StreamDirectory(() -> now, Duration.ofSeconds(10));

  static StreamState state(String id, String logId, long session, StreamState.Status status) {
    return state(id, logId, session, status, null);
  }

  private static StreamState state(
      String id, String logId, long session, StreamState.Status status, @Nullable String reason) {
    return new StreamState(
        id, status, session, "node-1", "tcp", logId, NOW, NOW, null, List.of(), List.of(), true,
        null, null, reason);
  }

  private static StreamState ended(long session, String reason) {
    return state("cam1", "log-aaaa", session, StreamState.Status.ENDED, reason);
  }

  @Test
  void keepsTheLatestStateOfEachStream() {
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.LIVE), now);
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.ENDED), now);

    assertThat(directory.find("cam1").orElseThrow().status()).isEqualTo(StreamState.Status.ENDED);
    assertThat(directory.all()).hasSize(1);
  }

  @Test
  void ignoresALateStateOfASessionThatLostTheStream() {
    directory.apply("cam1", state("cam1", "log-aaaa", 40, StreamState.Status.LIVE), now);

    boolean changed =
        directory.apply("cam1", state("cam1", "log-aaaa", 7, StreamState.Status.ENDED), now);

    assertThat(changed).isFalse();
    assertThat(directory.find("cam1").orElseThrow().status()).isEqualTo(StreamState.Status.LIVE);
  }

  @Test
  void acceptsALowerSessionOfARecreatedLog() {
    directory.apply("cam1", state("cam1", "log-aaaa", 40, StreamState.Status.ENDED), now);

    directory.apply("cam1", state("cam1", "log-bbbb", 0, StreamState.Status.LIVE), now);

    assertThat(directory.find("cam1").orElseThrow().logId()).isEqualTo("log-bbbb");
  }

  @Test
  void notifiesOfAddedUpdatedAndRemovedStreams() {
    List<String> told = new ArrayList<>();
    directory.addListener(
        (id, before, now) -> told.add(id + " " + (before != null) + " " + (now != null)));

    directory.apply("cam1", null, now);
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.LIVE), now);
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.ENDED), now);
    directory.apply("cam1", null, now);

    assertThat(told).containsExactly("cam1 false true", "cam1 true true", "cam1 true false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "closed",
        "disconnected: Connection reset",
        "idle: nothing sent",
        "worker-failed: the media worker failed: it ended with code 137"
      })
  void waitsForAPublisherThatDropped(String reason) {
    directory.apply("cam1", ended(3, reason), now);

    now = NOW.plusSeconds(9);
    assertThat(directory.droppedAt("cam1")).contains(NOW);
    now = NOW.plusSeconds(10);
    assertThat(directory.droppedAt("cam1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"finished", "ended-by-command: deleted", "malformed: moof at byte 4"})
  void doesNotWaitForAPublisherThatLeft(String reason) {
    directory.apply("cam1", ended(3, reason), now);

    assertThat(directory.droppedAt("cam1")).isEmpty();
  }

  @Test
  void aRepeatedEndDoesNotExtendTheWait() {
    directory.apply("cam1", ended(3, "closed"), now);
    now = NOW.plusSeconds(8);
    directory.apply("cam1", ended(3, "closed"), now);

    assertThat(directory.droppedAt("cam1")).contains(NOW);
  }

  @Test
  void stopsWaitingAfterTheReturnAndWaitsAgainAfterTheNextDrop() {
    directory.apply("cam1", ended(3, "closed"), now);
    directory.apply("cam1", state("cam1", "log-aaaa", 9, StreamState.Status.LIVE), now);
    assertThat(directory.droppedAt("cam1")).isEmpty();

    now = NOW.plusSeconds(30);
    directory.apply("cam1", ended(9, "closed"), now);

    assertThat(directory.droppedAt("cam1")).contains(now);
  }

  @Test
  void aLiveStreamHadAnOwnerWhenItsLastStateWasReceived() {
    StreamState live = state("cam1", "log-aaaa", 0, StreamState.Status.LIVE);
    directory.apply("cam1", live, NOW);
    directory.apply("cam1", live, NOW.plusSeconds(3_600));

    assertThat(directory.ownedUntil("cam1")).hasValue(NOW.plusSeconds(3_600));
  }

  @Test
  void anEndedStreamHadAnOwnerUntilItsEndWasFirstReceived() {
    directory.apply("cam1", ended(0, "finished"), NOW);
    directory.apply("cam1", ended(0, "finished"), NOW.plusSeconds(60));

    assertThat(directory.ownedUntil("cam1")).hasValue(NOW);
    assertThat(directory.ownedUntil("nobody")).isEmpty();
  }
}
