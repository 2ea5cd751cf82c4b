package io.framelog.edge.channel;

import io.framelog.controlplane.KafkaConnectivity;
import io.framelog.controlplane.NodeWatch;
import io.framelog.controlplane.StreamDirectory;
import io.framelog.controlplane.StreamState;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The edge's view of the cluster; a type of its own, other services in the process have theirs.
 * Thread-safe.
 *
 * @param caughtUp whether all that was known when the edge started has been read
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

  /** This edge's own heartbeats arrive. */
  @Override
  public boolean isCurrent() {
    return isCaughtUp() && connectivity.isAnswering();
  }

  @Override
  public boolean isGone(String node) {
    return nodes.isGone(node);
  }

  /** Whether a node that is heard says that it has the stream's publisher. */
  public boolean isPublished(String stream) {
    return streams
        .find(stream)
        .filter(state -> state.status() == StreamState.Status.LIVE && !isGone(state.node()))
        .isPresent();
  }
}
