package io.framelog.control.registry;

import io.framelog.control.ControlJson;
import io.framelog.control.NodeState;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * This control API as a node: its heartbeat, every 2 s, takes the way of all heartbeats. As long as
 * it comes back, those of others arrive here, too. While Kafka is away heartbeats are left out, not
 * kept.
 */
@ApplicationScoped
public class ControlNode {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final String id;
  private final String version;
  private final ControlClock clock;
  private final Instant startedAt;

  ControlNode(
      @ConfigProperty(name = "framelog.node-id") Optional<String> name,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown")
          String version,
      ControlClock clock) {
    this.id =
        name.orElseGet(ControlNode::hostName)
            + "-control-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    this.version = version;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unnamed";
    }
  }

  /** Names this life of the process. */
  public String id() {
    return id;
  }

  @Outgoing("control-nodes-out")
  Multi<Record<String, String>> heartbeats() {
    return Multi.createFrom()
        .ticks()
        .every(PERIOD)
        .onOverflow()
        .drop()
        .map(tick -> Record.of(id, ControlJson.write(state())));
  }

  private NodeState state() {
    return new NodeState(id, "control", version, startedAt, clock.instant(), 0, Map.of());
  }
}
