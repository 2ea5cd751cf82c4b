package io.framelog.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamDirectoryTest {
  private final StreamDirectory directory = new StreamDirectory();

  static StreamState state(String id, String logId, long session, StreamState.Status status) {
    Instant at = Instant.parse("2026-11-21T10:00:00Z");
    return new StreamState(
        id, status, session, "node-1", "tcp", logId, at, at, null, List.of(), true, null, null);
  }

  @Test
  void knowsTheLatestWordOfEachStream() {
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.LIVE));
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.ENDED));

    assertThat(directory.find("cam1").orElseThrow().status()).isEqualTo(StreamState.Status.ENDED);
    assertThat(directory.all()).hasSize(1);
  }

  @Test
  void ignoresTheLateWordOfASessionThatLostTheStream() {
    directory.apply("cam1", state("cam1", "log-aaaa", 40, StreamState.Status.LIVE));

    boolean changed =
        directory.apply("cam1", state("cam1", "log-aaaa", 7, StreamState.Status.ENDED));

    assertThat(changed).isFalse();
    assertThat(directory.find("cam1").orElseThrow().status()).isEqualTo(StreamState.Status.LIVE);
  }

  @Test
  void takesALowerSessionOfARecreatedLog() {
    directory.apply("cam1", state("cam1", "log-aaaa", 40, StreamState.Status.ENDED));

    directory.apply("cam1", state("cam1", "log-bbbb", 0, StreamState.Status.LIVE));

    assertThat(directory.find("cam1").orElseThrow().logId()).isEqualTo("log-bbbb");
  }

  @Test
  void tellsOfWhatIsNewChangedAndRemoved() {
    List<String> told = new ArrayList<>();
    directory.addListener(
        (id, before, now) -> told.add(id + " " + (before != null) + " " + (now != null)));

    directory.apply("cam1", null);
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.LIVE));
    directory.apply("cam1", state("cam1", "log-aaaa", 0, StreamState.Status.ENDED));
    directory.apply("cam1", null);

    assertThat(told).containsExactly("cam1 false true", "cam1 true true", "cam1 true false");
  }
}
