package io.framelog.edge.node;

import io.framelog.control.ControlJson;
import io.framelog.control.ControlTopics;
import io.framelog.control.NodeState;
import io.framelog.control.StreamSettings;
import io.framelog.control.StreamState;
import io.framelog.edge.channel.Channels;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Feeds the edge's view of streams, settings and nodes from the control topics. */
@ApplicationScoped
public class ControlPlane {
  private static final Logger LOG = Logger.getLogger(ControlPlane.class);

  private final EdgeBeans.Directory directory;
  private final Channels channels;
  private final NodeId self;
  private final ControlTopicsAtStart start;
  private final LogReadiness log;
  private final AtomicLong unreadable = new AtomicLong();

  ControlPlane(
      EdgeBeans.Directory directory,
      Channels channels,
      NodeId self,
      ControlTopicsAtStart start,
      LogReadiness log) {
    this.self = self;
    this.directory = directory;
    this.channels = channels;
    this.start = start;
    this.log = log;
  }

  @Incoming("edge-streams-in")
  void onStream(ConsumerRecord<String, @Nullable String> record) {
    try {
      String json = record.value();
      StreamState state = json == null ? null : ControlJson.read(json, StreamState.class);
      directory.streams().apply(record.key(), state, heardAt(record, ControlTopics.STREAMS));
    } catch (IllegalArgumentException e) {
      unreadable(record, e);
    }
    applied(record);
  }

  @Incoming("edge-settings-in")
  void onSettings(ConsumerRecord<String, @Nullable String> record) {
    try {
      String json = record.value();
      channels.settingsChanged(
          record.key(), json == null ? null : ControlJson.read(json, StreamSettings.class));
    } catch (IllegalArgumentException e) {
      unreadable(record, e);
    }
    applied(record);
  }

  @Incoming("edge-nodes-in")
  void onNode(ConsumerRecord<String, @Nullable String> record) {
    try {
      String json = record.value();
      if (json != null) {
        Instant heardAt = heardAt(record, ControlTopics.NODES);
        NodeState node = ControlJson.read(json, NodeState.class);
        directory.nodes().apply(node, heardAt);
        if (node.id().equals(self.value())) {
          directory.reach().answered();
          log.answered();
        }
      }
    } catch (IllegalArgumentException e) {
      unreadable(record, e);
    }
    applied(record);
  }

  /** Of the past only the record's timestamp says when it was; after that our clock does. */
  private Instant heardAt(ConsumerRecord<String, ?> record, String topic) {
    return start.caughtUp().isComplete(topic)
        ? Instant.now()
        : Instant.ofEpochMilli(record.timestamp());
  }

  private void applied(ConsumerRecord<String, ?> record) {
    start.caughtUp().applied(record.topic(), record.offset());
  }

  private void unreadable(ConsumerRecord<String, ?> record, IllegalArgumentException e) {
    if (unreadable.getAndIncrement() == 0) {
      LOG.warnf(
          "control record does not read, it and others like it are left out topic=%s offset=%d"
              + " reason=%s",
          record.topic(), record.offset(), e.getMessage());
    }
  }

  /** Whether this edge knows what was known when it started. */
  boolean isCaughtUp() {
    return start.caughtUp().isComplete();
  }
}
