package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeDirectoryTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final NodeDirectory nodes = new NodeDirectory(() -> now);

  private void heardFrom(String id, Map<String, Integer> viewers, Instant at) {
    nodes.apply(new NodeState(id, "edge", "0.1", at, at, 0, viewers), at);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aNodeWithoutAHeartbeatForTenSecondsIsGone() {
    heardFrom("edge-1", Map.of(), now);
    pass(Duration.ofMillis(9_999));
    assertThat(nodes.isAlive("edge-1")).isTrue();

    pass(Duration.ofMillis(1));

    assertThat(nodes.isAlive("edge-1")).isFalse();
    assertThat(nodes.living()).isEmpty();
  }

  @Test
  void anUnknownNodeIsLiveWhileTheDirectoryIsNew() {
    assertThat(nodes.isAlive("elsewhere")).isTrue();

    pass(Duration.ofSeconds(10));

    assertThat(nodes.isAlive("elsewhere")).isFalse();
  }

  @Test
  void addsUpTheViewersOfLiveEdgesOnly() {
    heardFrom("edge-1", Map.of("cam1", 3), now);
    pass(Duration.ofSeconds(6));
    heardFrom("edge-2", Map.of("cam1", 4, "cam2", 1), now);
    assertThat(nodes.viewers("cam1")).isEqualTo(7);

    pass(Duration.ofSeconds(5));

    assertThat(nodes.viewers("cam1")).isEqualTo(4);
  }

  @Test
  void returnsEachGoneNodeOnce() {
    heardFrom("edge-1", Map.of(), now);
    pass(Duration.ofSeconds(11));

    assertThat(nodes.removeGone()).extracting(NodeState::id).containsExactly("edge-1");
    assertThat(nodes.removeGone()).isEmpty();
  }

  @Test
  void anOldHeartbeatDoesNotMakeANodeLive() {
    heardFrom("edge-1", Map.of(), now.minusSeconds(30));

    assertThat(nodes.isAlive("edge-1")).isFalse();
  }

  @Test
  void aGoneNodeStaysGoneWhileTheDirectoryIsNew() {
    heardFrom("edge-1", Map.of(), now.minusSeconds(30));

    nodes.removeGone();

    assertThat(nodes.isAlive("edge-1")).isFalse();
  }

  @Test
  void aNodeThatWasGoneBeforeTheDirectoryIsNotReturned() {
    heardFrom("edge-1", Map.of(), now.minusSeconds(30));
    heardFrom("edge-2", Map.of(), now.minusSeconds(3));
    pass(Duration.ofSeconds(11));

    assertThat(nodes.removeGone()).extracting(NodeState::id).containsExactly("edge-2");
  }
}
