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

/** What was set for each stream, and which nodes live to be bound by it. Thread-safe. */
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

  /** Told of every answer by who asks. */
  KafkaConnectivity connectivity() {
    return connectivity;
  }

  /** Nodes that were silent while they could have been heard; each is answered once. */
  List<NodeState> removeGone() {
    return nodes.removeGone();
  }

  /** The nodes heard of, fed by the control channels. */
  NodeWatch nodes() {
    return nodes;
  }

  /**
   * An operator has set, or taken back, a stream's settings.
   *
   * @param set null when they were taken back
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
