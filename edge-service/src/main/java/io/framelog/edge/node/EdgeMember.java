package io.framelog.edge.node;

import io.framelog.controlplane.ControlPlaneMember;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.NodeId;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** This edge as a member of the control plane. */
@Singleton
public class EdgeMember extends ControlPlaneMember {
  EdgeMember(Environment environment, @Identifier("edge") NodeId id) {
    super(
        environment,
        id,
        "edge",
        List.of(ControlTopics.STREAMS, ControlTopics.SETTINGS, ControlTopics.NODES),
        InstantSource.system());
  }
}
