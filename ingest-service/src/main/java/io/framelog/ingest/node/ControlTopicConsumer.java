package io.framelog.ingest.node;

import io.framelog.controlplane.Command;
import io.framelog.controlplane.ControlReader;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamSettings;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.device.Captures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Reads the control topics, each from its beginning. Publishers are admitted once all topics are
 * read up to their end offsets at the start: before that, an exclusive stream could be taken over.
 */
@ApplicationScoped
public class ControlTopicConsumer {
  private final IngestMember member;
  private final StreamRulesInForce rules;
  private final Sessions sessions;
  private final Captures captures;
  private final NodeCommands commands;

  ControlTopicConsumer(
      IngestMember member,
      StreamRulesInForce rules,
      Sessions sessions,
      Captures captures,
      NodeCommands commands) {
    this.member = member;
    this.rules = rules;
    this.sessions = sessions;
    this.captures = captures;
    this.commands = commands;
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
        message -> message.ifPresent(node -> rules.nodes().apply(node, message.heardAt())));
  }

  @Incoming("ingest-commands-in")
  void commands(ConsumerRecord<String, @Nullable String> record) {
    read(
        record,
        Command.class,
        message -> message.ifPresent(command -> commands.apply(command, message.offset())));
  }

  /** Admits publishers and starts the configured captures once the topics are read. */
  void admitWhenCaughtUp() {
    if (member.isCaughtUp()) {
      sessions.admit();
      captures.startConfigured();
    }
  }

  private <T> void read(
      ConsumerRecord<String, @Nullable String> record,
      Class<T> type,
      Consumer<ControlReader.Message<T>> handler) {
    boolean caughtUpBefore = member.isCaughtUp();
    member.read(record, type, handler);
    if (!caughtUpBefore) {
      admitWhenCaughtUp();
    }
  }
}
