package io.framelog.control.registry;

import io.framelog.controlplane.ControlPlaneMember;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.NodeId;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * This control API in the control plane. Its heartbeats take the same path as all others: while
 * they arrive, those of others arrive too.
 */
@Singleton
public class ControlMember extends ControlPlaneMember {
  ControlMember(
      Environment environment,
      @ConfigProperty(name = "framelog.node-id") Optional<String> name,
      ControlClock clock) {
    super(
        environment,
        NodeId.newLife(name, "control"),
        "control",
        List.of(ControlTopics.STREAMS, ControlTopics.SETTINGS, ControlTopics.NODES),
        clock);
  }

  @Outgoing("control-nodes-out")
  Multi<Record<String, String>> heartbeats() {
    return heartbeats(() -> state(Map.of()));
  }
}
