package io.framelog.control.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.control.events.StreamEvent;
import io.framelog.control.events.StreamEvents;
import io.framelog.control.rest.Broker;
import io.framelog.control.rest.ControlPlane;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.StreamState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removal of idle streams, with a real broker and a clock that the test moves. */
@QuarkusTest
@TestProfile(StreamReaperResourceTest.Soon.class)
@QuarkusTestResource(Broker.class)
class StreamReaperResourceTest {
  private static final Duration IDLE_REMOVAL = Duration.ofMinutes(1);
  private static final Duration NOTICE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Shorter than the gap between own heartbeats after which missing ones prove nothing. */
  private static final Duration STEP = Duration.ofSeconds(3);

  public static class Soon implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "framelog.control.idle-removal", IDLE_REMOVAL.toString(),
          "framelog.control.removal-notice", NOTICE.toString(),
          "framelog.control.removals-per-minute", "1");
    }
  }

  @Inject StreamReaper removal;
  @Inject StreamRegistry registry;
  @Inject ControlTopicConsumer channels;
  @Inject ControlMember self;
  @Inject MovableClock clock;
  @Inject StreamEvents events;

  private final ControlPlane plane = new ControlPlane(Broker.bootstrapServers());
  private final List<StreamEvent> told = new CopyOnWriteArrayList<>();
  private Cancellable listening = () -> {};

  @BeforeEach
  void hearsItself() throws Exception {
    listening = events.listen(List::of).subscribe().with(told::add);
    pass(Duration.ofSeconds(15));
    assertThat(registry.hearsNodes()).isTrue();
  }

  @AfterEach
  void close() {
    listening.cancel();
    plane.close();
  }

  /** Advances the clock, with heartbeats of this service and of the live nodes. */
  private void pass(Duration time, String... living) throws Exception {
    for (Duration left = time; !left.isZero(); left = left.minus(step(left))) {
      clock.advance(step(left));
      for (String node : living) {
        plane.heartbeat(node, Map.of());
      }
      applied(ControlTopics.NODES, plane.heartbeat(self.id().value(), Map.of()));
    }
  }

  private static Duration step(Duration left) {
    return left.compareTo(STEP) < 0 ? left : STEP;
  }

  private void applied(String topic, long offset) throws Exception {
    channels.awaitApplied(topic, offset).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void tell(StreamState state) throws Exception {
    applied(ControlTopics.STREAMS, plane.write(state));
  }

  private void look() {
    removal.look().await().atMost(Duration.ofSeconds(20));
  }

  private boolean hasLog(String stream) throws Exception {
    return plane.topics().contains("framelog.live." + stream);
  }

  private List<String> told(String stream) {
    return told.stream().filter(event -> event.id().equals(stream)).map(StreamEvent::type).toList();
  }

  private void publishedUntilNow(String stream, String node) throws Exception {
    String log = plane.createLog(stream);
    StreamState live =
        ControlPlane.live(
            stream, 1, node, log, clock.instant().minus(IDLE_REMOVAL.multipliedBy(9)));
    plane.heartbeat(node, Map.of());
    tell(live);
    pass(Duration.ofSeconds(9), node);
    tell(live);
  }

  private void endedNow(String stream) throws Exception {
    StreamState live =
        ControlPlane.live(stream, 1, "node-1", plane.createLog(stream), clock.instant());
    tell(live);
    tell(ControlPlane.ended(live, clock.instant()));
  }

  /** Others may be due before it, and only one is removed in a minute. */
  private void awaitRemoval(String stream) throws Exception {
    for (int minute = 0; minute < 20 && hasLog(stream); minute++) {
      pass(PAUSE);
      look();
    }
    assertThat(hasLog(stream)).as("log of " + stream).isFalse();
    assertThat(registry.find(stream)).isEmpty();
  }

  @Test
  void aStrayRemovalOfAPublishedStreamIsIgnored() throws Exception {
    // given a stream whose node sends heartbeats
    publishedUntilNow("stray-removal", "node-7");

    // when a record removes it
    applied(ControlTopics.STREAMS, plane.remove("stray-removal"));

    // then it is still known, until it has ended
    String log = registry.find("stray-removal").orElseThrow().logId();
    tell(
        ControlPlane.ended(
            ControlPlane.live("stray-removal", 1, "node-7", log, clock.instant()),
            clock.instant()));
    applied(ControlTopics.STREAMS, plane.remove("stray-removal"));
    assertThat(registry.find("stray-removal")).isEmpty();
    assertThat(told("stray-removal")).containsSubsequence("started", "ended", "removed");
  }

  @Test
  void aStreamThatWasLiveForLongIsIdleOnlySinceItsNodeIsGone() throws Exception {
    // given a node whose heartbeats end now
    publishedUntilNow("long-live", "mortal");

    // when half of idle-removal has passed, and the node is gone
    pass(IDLE_REMOVAL.dividedBy(2));
    look();
    look();

    // then its log exists
    assertThat(registry.find("long-live").orElseThrow().endReason()).isEqualTo("node gone");
    assertThat(hasLog("long-live")).isTrue();
    assertThat(told("long-live")).doesNotContain("removing");

    // and it is removed after the same idle time as any stream
    awaitRemoval("long-live");
    assertThat(told("long-live")).contains("removing").endsWith("removed");
  }

  @Test
  void aLogThatIsWrittenIsKeptWithoutHeartbeatsOfItsNode() throws Exception {
    publishedUntilNow("unheard", "mute");

    for (int i = 0; i < 6; i++) {
      pass(IDLE_REMOVAL.dividedBy(2));
      plane.append("unheard", clock.instant());
      look();
    }

    assertThat(registry.find("unheard").orElseThrow().endReason()).isEqualTo("node gone");
    assertThat(hasLog("unheard")).isTrue();
    assertThat(told("unheard")).doesNotContain("removing");
  }

  @Test
  void aPublisherThatReturnsAfterTheDecisionKeepsItsLog() throws Exception {
    // given a stream whose removal is announced
    endedNow("back");
    for (int i = 0; i < 20 && !told("back").contains("removing"); i++) {
      pass(PAUSE);
      look();
    }
    assertThat(told("back")).contains("removing");

    // when its publisher returns, which only the log shows, and its node's clock is behind
    for (int i = 0; i < 4; i++) {
      plane.append("back", clock.instant().minus(IDLE_REMOVAL.multipliedBy(3)));
      pass(PAUSE);
      look();
    }

    // then
    assertThat(hasLog("back")).isTrue();
    assertThat(registry.find("back")).isPresent();

    // and it is removed once it is idle again
    awaitRemoval("back");
  }

  @Test
  void nothingIsRemovedWhileHeartbeatsDoNotArrive() throws Exception {
    endedNow("deaf");

    // when not even this service's own heartbeats arrive
    clock.advance(IDLE_REMOVAL.multipliedBy(5));
    assertThat(registry.hearsNodes()).isFalse();
    look();
    clock.advance(NOTICE.multipliedBy(5));
    look();

    // then
    assertThat(hasLog("deaf")).isTrue();
    assertThat(told("deaf")).doesNotContain("removing");

    // and when they arrive, removal continues
    awaitRemoval("deaf");
  }

  @Test
  void atMostOneStreamIsRemovedAMinute() throws Exception {
    for (int i = 0; i < 3; i++) {
      endedNow("one-" + i);
    }
    pass(IDLE_REMOVAL);
    lookOften();

    for (int minute = 0; minute < 2; minute++) {
      pass(PAUSE);
      told.clear();
      lookOften();

      assertThat(told).extracting(StreamEvent::type).containsOnlyOnce("removed");
    }
  }

  private void lookOften() {
    for (int i = 0; i < 10; i++) {
      look();
    }
  }
}
