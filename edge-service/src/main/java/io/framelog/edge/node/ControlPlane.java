package io.framelog.edge.node;

import io.framelog.controlplane.ControlReader;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamSettings;
import io.framelog.controlplane.StreamState;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.channel.ClusterView;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Feeds the edge's view of streams, settings and nodes from the control topics. */
@ApplicationScoped
public class ControlPlane {
  private static final Logger LOG = Logger.getLogger(ControlPlane.class);

  private final ClusterView directory;
  private final Channels channels;
  private final EdgeMember member;
  private final LogReadiness log;

  ControlPlane(ClusterView directory, Channels channels, EdgeMember member, LogReadiness log) {
    this.member = member;
    this.directory = directory;
    this.channels = channels;
    this.log = log;
  }

  @Incoming("edge-streams-in")
  void onStream(ConsumerRecord<String, @Nullable String> record) {
    member.read(record, StreamState.class, this::applyStream);
  }

  /**
   * A stream is removed only after its state says that it has ended, so the removal of a published
   * stream is stale and ignored. Not before the control topics are read, when the nodes are not
   * known yet.
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
    member.read(
        record,
        StreamSettings.class,
        message -> channels.settingsChanged(message.key(), message.value()));
  }

  @Incoming("edge-nodes-in")
  void onNode(ConsumerRecord<String, @Nullable String> record) {
    member.read(record, NodeState.class, this::apply);
  }

  private void apply(ControlReader.Message<NodeState> message) {
    NodeState node = message.value();
    if (node != null) {
      directory.nodes().apply(node, message.heardAt());
      if (node.id().equals(member.id().value())) {
        directory.connectivity().answered();
        log.answered();
      }
    }
  }
}
