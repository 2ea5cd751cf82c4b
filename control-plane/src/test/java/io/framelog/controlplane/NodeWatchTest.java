package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final NodeWatch watch = new NodeWatch(new NodeDirectory(() -> now), "self", () -> now);

  private void seconds(int seconds, String... beating) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      for (String node : beating) {
        watch.apply(new NodeState(node, "ingest", "1", now, now, 0, Map.of()), now);
      }
    }
  }

  @Test
  void aNodeWithoutHeartbeatsWhileOwnOnesArriveIsGone() {
    seconds(12, "self", "a", "b");
    seconds(9, "self", "b");
    assertThat(watch.isGone("a")).isFalse();

    seconds(1, "self", "b");

    assertThat(watch.isGone("a")).isTrue();
    assertThat(watch.isGone("b")).isFalse();
  }

  @Test
  void noNodeIsGoneWhileOwnHeartbeatsDoNotArrive() {
    seconds(12, "self", "a");

    seconds(60);

    assertThat(watch.isGone("a")).isFalse();
  }

  @Test
  void afterAnOutageEachNodeHasTheFullTimeForAHeartbeat() {
    seconds(12, "self", "a", "b");
    seconds(60);

    seconds(10, "self", "b");
    assertThat(watch.isGone("a")).isFalse();
    seconds(1, "self", "b");

    assertThat(watch.isGone("a")).isTrue();
    assertThat(watch.isGone("b")).isFalse();
  }

  @Test
  void aNodeThatHasJustStartedConsidersNoNodeGone() {
    assertThat(watch.isGone("a")).isFalse();
    seconds(10, "self");
    assertThat(watch.isGone("a")).isFalse();
    seconds(1, "self");
    assertThat(watch.isGone("a")).isTrue();
  }

  @Test
  void removesNoNodeWhileOwnHeartbeatsDoNotArrive() {
    seconds(12, "self", "a");
    seconds(60);

    assertThat(watch.removeGone()).isEmpty();
    seconds(11, "self");
    assertThat(watch.removeGone()).extracting(NodeState::id).containsExactly("a");
  }
}
