package io.framelog.edge.node;

import io.framelog.control.ControlJson;
import io.framelog.control.NodeState;
import io.framelog.edge.channel.Channels;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** The edge's sign of life, with its viewers; while Kafka is away beats are left out, not kept. */
@ApplicationScoped
public class Heartbeat {
  private static final Duration BEAT = Duration.ofSeconds(2);

  private final NodeId nodeId;
  private final Channels channels;
  private final String version;
  private final Instant startedAt = Instant.now();

  Heartbeat(
      NodeId nodeId,
      Channels channels,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown")
          String version) {
    this.nodeId = nodeId;
    this.channels = channels;
    this.version = version;
  }

  @Outgoing("edge-nodes-out")
  Multi<Record<String, String>> beats() {
    return Multi.createFrom()
        .ticks()
        .every(BEAT)
        .onOverflow()
        .drop()
        .map(tick -> Record.of(nodeId.value(), ControlJson.write(state())));
  }

  private NodeState state() {
    return new NodeState(
        nodeId.value(), "edge", version, startedAt, Instant.now(), 0, channels.viewers());
  }
}
