package io.framelog.ingest.node;

import io.framelog.control.Command;
import io.framelog.control.ControlReader;
import io.framelog.control.NodeState;
import io.framelog.control.SkippedRecords;
import io.framelog.control.StreamSettings;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.device.Captures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * What the control topics tell this node, each read from its beginning. Once all are read to where
 * they ended at the start, publishers are admitted: before, an exclusive stream might be given
 * away.
 */
@ApplicationScoped
public class ControlChannelsIn {
  private final ControlTopicsAtStart start;
  private final StreamRulesInForce rules;
  private final Sessions sessions;
  private final Captures captures;
  private final NodeCommands commands;
  private final ControlReader reader;

  ControlChannelsIn(
      ControlTopicsAtStart start,
      StreamRulesInForce rules,
      Sessions sessions,
      Captures captures,
      NodeCommands commands,
      MeterRegistry meters) {
    this.start = start;
    this.rules = rules;
    this.sessions = sessions;
    this.captures = captures;
    this.commands = commands;
    this.reader = new ControlReader(start::caughtUp, InstantSource.system());
    for (String topic : ControlTopicsAtStart.READ) {
      FunctionCounter.builder(
              "framelog.control.messages.unreadable",
              reader.skipped(),
              skipped -> skipped.count(topic))
          .description("Control records that were skipped")
          .tags("reader", "ingest", "topic", topic)
          .register(meters);
    }
  }

  @Incoming("ingest-settings-in")
  void settings(ConsumerRecord<String, @Nullable String> record) {
    read(
        record,
        StreamSettings.class,
        message -> rules.settingsChanged(message.key(), message.value()));
  }

  @Incoming("ingest-nodes-in")
  void nodes(ConsumerRecord<String, @Nullable String> record) {
    read(
        record,
        NodeState.class,
        message -> {
          NodeState node = message.value();
          if (node != null) {
            rules.nodes().apply(node, message.heardAt());
          }
        });
  }

  @Incoming("ingest-commands-in")
  void commands(ConsumerRecord<String, @Nullable String> record) {
    read(
        record,
        Command.class,
        message -> {
          Command command = message.value();
          if (command != null) {
            commands.apply(command, message.offset());
          }
        });
  }

  /** Publishers may come as soon as the topics are read, and this machine's devices with them. */
  void admitWhenCaughtUp() {
    if (start.caughtUp().isComplete()) {
      sessions.admit();
      captures.startConfigured();
    }
  }

  private <T> void read(
      ConsumerRecord<String, @Nullable String> record,
      Class<T> type,
      Consumer<ControlReader.Message<T>> handler) {
    boolean caughtUpBefore = start.caughtUp().isComplete();
    reader.read(record, type, handler);
    if (!caughtUpBefore) {
      admitWhenCaughtUp();
    }
  }

  /** Records that were not understood, for the health check. */
  SkippedRecords skipped() {
    return reader.skipped();
  }
}
