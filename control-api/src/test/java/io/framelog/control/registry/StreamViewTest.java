package io.framelog.control.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.control.rest.ControlPlane;
import io.framelog.controlplane.StreamState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StreamViewTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final StreamState LIVE =
      ControlPlane.live("cam1", 7, "ingest-1", "AbCdEf01", NOON);
  private static final StreamState ENDED = ControlPlane.ended(LIVE, NOON.plusSeconds(60));

  @Test
  void anEndedStreamIsNotJoinable() {
    assertThat(StreamView.of(LIVE, true, null, 0).joinable()).isTrue();
    assertThat(StreamView.of(ENDED, true, null, 0).joinable()).isFalse();
    assertThat(StreamView.of(LIVE, false, null, 0).joinable()).as("its node is gone").isFalse();
  }

  @Test
  void aStreamIsJoinableWhileTheReturnOfItsPublisherIsAwaited() {
    assertThat(StreamView.of(ENDED, true, NOON.plusSeconds(60), 0).joinable()).isTrue();
  }
}
