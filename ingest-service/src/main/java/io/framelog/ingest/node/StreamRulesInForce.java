package io.framelog.ingest.node;

import io.framelog.controlplane.KafkaConnectivity;
import io.framelog.controlplane.NodeDirectory;
import io.framelog.controlplane.NodeId;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.NodeWatch;
import io.framelog.controlplane.SettingsDirectory;
import io.framelog.controlplane.StreamLimits;
import io.framelog.controlplane.StreamSettings;
import io.framelog.ingest.session.SessionOwner;
import io.framelog.ingest.session.StreamRules;
import io.framelog.log.StreamId;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of each stream, and the liveness of the nodes that hold streams. Thread-safe. */
@ApplicationScoped
public class StreamRulesInForce implements StreamRules {
  private final SettingsDirectory settings = new SettingsDirectory();
  private final NodeWatch nodes;
  private final KafkaConnectivity connectivity =
      new KafkaConnectivity("publishers wait", InstantSource.system());

  StreamRulesInForce(@Identifier("ingest") NodeId self) {
    InstantSource clock = InstantSource.system();
    this.nodes = new NodeWatch(new NodeDirectory(clock), self.value(), clock);
  }

  /** Whether Kafka answers; updated by the heartbeat. */
  KafkaConnectivity connectivity() {
    return connectivity;
  }

  /** Nodes without a heartbeat although Kafka was reachable; each is returned once. */
  List<NodeState> removeGone() {
    return nodes.removeGone();
  }

  /** The known nodes, updated from the control topics. */
  NodeWatch nodes() {
    return nodes;
  }

  /**
   * An operator has set or removed a stream's settings.
   *
   * @param set null when they were removed
   */
  void settingsChanged(String stream, @Nullable StreamSettings set) {
    settings.apply(stream, set);
  }

  @Override
  public StreamLimits limits(StreamId stream) {
    return of(stream).limits();
  }

  private StreamSettings of(StreamId stream) {
    return settings.of(stream.value());
  }

  @Override
  public boolean keeps(StreamId stream, SessionOwner owner) {
    return of(stream).exclusive() && !nodes.isGone(owner.node());
  }
}
