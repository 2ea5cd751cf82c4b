package io.framelog.edge.node;

import io.framelog.control.ControlReader;
import io.framelog.control.NodeState;
import io.framelog.control.SkippedRecords;
import io.framelog.control.StreamSettings;
import io.framelog.control.StreamState;
import io.framelog.edge.channel.Channels;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
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
  private final ControlReader reader;

  ControlPlane(
      EdgeBeans.Directory directory,
      Channels channels,
      NodeId self,
      ControlTopicsAtStart start,
      LogReadiness log,
      MeterRegistry meters) {
    this.self = self;
    this.directory = directory;
    this.channels = channels;
    this.start = start;
    this.log = log;
    this.reader = new ControlReader(start::caughtUp, InstantSource.system());
    for (String topic : ControlTopicsAtStart.READ) {
      FunctionCounter.builder(
              "framelog.control.messages.unreadable",
              reader.skipped(),
              skipped -> skipped.count(topic))
          .description("Control records that were skipped")
          .tags("reader", "edge", "topic", topic)
          .register(meters);
    }
  }

  @Incoming("edge-streams-in")
  void onStream(ConsumerRecord<String, @Nullable String> record) {
    reader.read(record, StreamState.class, this::applyStream);
  }

  /**
   * A stream is removed only after the state that says that it ended, so the removal of one that is
   * published is a stray one. Not at the start, when the nodes are not known yet.
   */
  private void applyStream(ControlReader.Message<StreamState> message) {
    if (message.value() == null && directory.isCaughtUp() && directory.isPublished(message.key())) {
      LOG.infof("removal of a published stream is ignored stream=%s", message.key());
      return;
    }
    directory.streams().apply(message.key(), message.value(), message.heardAt());
  }

  @Incoming("edge-settings-in")
  void onSettings(ConsumerRecord<String, @Nullable String> record) {
    reader.read(
        record,
        StreamSettings.class,
        message -> channels.settingsChanged(message.key(), message.value()));
  }

  @Incoming("edge-nodes-in")
  void onNode(ConsumerRecord<String, @Nullable String> record) {
    reader.read(record, NodeState.class, this::apply);
  }

  private void apply(ControlReader.Message<NodeState> message) {
    NodeState node = message.value();
    if (node != null) {
      directory.nodes().apply(node, message.heardAt());
      if (node.id().equals(self.value())) {
        directory.reach().answered();
        log.answered();
      }
    }
  }

  /** Records that were not understood, for the health check. */
  SkippedRecords skipped() {
    return reader.skipped();
  }

  /** Whether this edge knows what was known when it started. */
  boolean isCaughtUp() {
    return start.caughtUp().isComplete();
  }
}
