package io.framelog.ingest.node;

import io.framelog.control.CaptureState;
import io.framelog.control.CommandAnswer;
import io.framelog.control.NodeState;
import io.framelog.control.RefusedPublisher;
import io.framelog.ingest.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this node says of itself. */
@ApplicationScoped
public class IngestNode {
  private final NodeId id;
  private final String version;
  private final Instant startedAt;
  private final InstantSource clock;

  IngestNode(
      NodeId id,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown")
          String version) {
    this.id = id;
    this.version = version;
    this.clock = InstantSource.system();
    this.startedAt = clock.instant();
  }

  NodeState state(
      int publishers,
      List<CaptureState> captures,
      List<CommandAnswer> answers,
      List<RefusedPublisher> refusals) {
    return new NodeState(
        id.value(),
        "ingest",
        version,
        startedAt,
        clock.instant(),
        publishers,
        Map.of(),
        captures,
        answers,
        refusals);
  }
}
