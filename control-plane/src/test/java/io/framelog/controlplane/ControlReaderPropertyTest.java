package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every record is either passed on or counted, whatever it contains. */
class ControlReaderPropertyTest {
  private final ReplayProgress caughtUp = ReplayProgress.at(ControlTopics.STREAMS, 0);
  private final ControlReader reader = new ControlReader(() -> caughtUp, () -> Instant.EPOCH);

  @Property
  void anyTextIsParsedOrSkipped(@ForAll String text) {
    readsOnce(ControlTopics.STREAMS, StreamState.class, text);
    readsOnce(ControlTopics.COMMANDS, Command.class, text);
  }

  @Property
  void anyJsonOfTheMessagesOwnFieldsIsParsedOrSkipped(@ForAll long seed) {
    readsOnce(
        ControlTopics.STREAMS,
        StreamState.class,
        DamagedRecords.random(ControlTopics.STREAMS, seed));
    readsOnce(
        ControlTopics.SETTINGS,
        StreamSettings.class,
        DamagedRecords.random(ControlTopics.SETTINGS, seed));
    readsOnce(
        ControlTopics.NODES, NodeState.class, DamagedRecords.random(ControlTopics.NODES, seed));
    readsOnce(
        ControlTopics.COMMANDS, Command.class, DamagedRecords.random(ControlTopics.COMMANDS, seed));
  }

  private <T> void readsOnce(String topic, Class<T> type, String text) {
    AtomicLong understood = new AtomicLong();
    long before = reader.skipped().count(topic);
    reader.read(
        ControlReaderTest.record(topic, 1, "damaged", text, Instant.EPOCH),
        type,
        message -> understood.incrementAndGet());
    assertThat(understood.get() + reader.skipped().count(topic) - before).isEqualTo(1);
  }
}
