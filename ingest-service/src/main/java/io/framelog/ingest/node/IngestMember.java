package io.framelog.ingest.node;

import io.framelog.controlplane.ControlPlaneMember;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.NodeId;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** This ingest node in the control plane. */
@Singleton
public class IngestMember extends ControlPlaneMember {
  IngestMember(Environment environment, @Identifier("ingest") NodeId id) {
    super(
        environment,
        id,
        "ingest",
        List.of(ControlTopics.SETTINGS, ControlTopics.NODES, ControlTopics.COMMANDS),
        InstantSource.system());
  }
}
