package io.framelog.edge.channel;

import io.framelog.controlplane.KafkaConnectivity;
import io.framelog.controlplane.NodeWatch;
import io.framelog.controlplane.StreamDirectory;
import io.framelog.controlplane.StreamState;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The edge's view of the cluster. A separate type, because other services in the process have views
 * of their own. Thread-safe.
 *
 * @param caughtUp whether everything has been read that the control topics held when the edge
 *     started
 */
public record ClusterView(
    StreamDirectory streams,
    NodeWatch nodes,
    KafkaConnectivity connectivity,
    BooleanSupplier caughtUp)
    implements ControlView {
  @Override
  public @Nullable StreamState find(String stream) {
    return streams.find(stream).orElse(null);
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp.getAsBoolean();
  }

  /** True while this edge's own heartbeats arrive. */
  @Override
  public boolean isCurrent() {
    return isCaughtUp() && connectivity.isAnswering();
  }

  @Override
  public boolean isGone(String node) {
    return nodes.isGone(node);
  }

  /** Whether the stream has a publisher at a node whose heartbeats arrive. */
  public boolean isPublished(String stream) {
    return streams
        .find(stream)
        .filter(state -> state.status() == StreamState.Status.LIVE && !isGone(state.node()))
        .isPresent();
  }
}
