package io.framelog.ingest.node;

import io.framelog.control.CaughtUp;
import io.framelog.control.Command;
import io.framelog.control.ControlJson;
import io.framelog.control.ControlTopics;
import io.framelog.control.NodeState;
import io.framelog.control.StreamSettings;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.device.Captures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the control topics tell this node, each read from its beginning. Once all are read to where
 * they ended at the start, publishers are admitted: before, an exclusive stream might be given
 * away.
 */
@ApplicationScoped
public class ControlChannelsIn {
  private static final Logger LOG = Logger.getLogger(ControlChannelsIn.class);

  private final ControlTopicsAtStart start;
  private final StreamRulesInForce rules;
  private final Sessions sessions;
  private final Captures captures;
  private final NodeCommands commands;
  private final InstantSource clock = InstantSource.system();

  ControlChannelsIn(
      ControlTopicsAtStart start,
      StreamRulesInForce rules,
      Sessions sessions,
      Captures captures,
      NodeCommands commands) {
    this.start = start;
    this.rules = rules;
    this.sessions = sessions;
    this.captures = captures;
    this.commands = commands;
  }

  @Incoming("ingest-settings-in")
  void settings(ConsumerRecord<String, @Nullable String> record) {
    apply(
        record,
        json ->
            rules.settingsChanged(
                record.key(), json == null ? null : ControlJson.read(json, StreamSettings.class)));
  }

  @Incoming("ingest-nodes-in")
  void nodes(ConsumerRecord<String, @Nullable String> record) {
    apply(
        record,
        json -> {
          if (json != null) {
            Instant written = Instant.ofEpochMilli(record.timestamp());
            boolean past = !start.caughtUp().isComplete(ControlTopics.NODES);
            rules
                .nodes()
                .apply(ControlJson.read(json, NodeState.class), past ? written : clock.instant());
          }
        });
  }

  @Incoming("ingest-commands-in")
  void commands(ConsumerRecord<String, @Nullable String> record) {
    apply(
        record,
        json -> {
          if (json != null) {
            commands.apply(ControlJson.read(json, Command.class), record.offset());
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

  /** A record that does not read is skipped: it must not stop the channel. */
  private void apply(
      ConsumerRecord<String, @Nullable String> record, Consumer<@Nullable String> action) {
    try {
      action.accept(record.value());
    } catch (IllegalArgumentException e) {
      LOG.warnf(
          "control record skipped: %s topic=%s offset=%d",
          e.getMessage(), record.topic(), record.offset());
    }
    CaughtUp caughtUp = start.caughtUp();
    if (!caughtUp.isComplete()) {
      caughtUp.applied(record.topic(), record.offset());
      admitWhenCaughtUp();
    }
  }
}
