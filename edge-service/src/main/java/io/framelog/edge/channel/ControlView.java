package io.framelog.edge.channel;

import io.framelog.controlplane.StreamState;
import org.jspecify.annotations.Nullable;

/** The control plane's present state. Any thread. */
public interface ControlView {
  /** The stream's last state; {@code null} when there is no stream of that name. */
  @Nullable StreamState find(String stream);

  /**
   * Whether everything was read that the control topics held when this edge started. Before that, a
   * missing stream may exist.
   */
  boolean isCaughtUp();

  /** Whether new records of the control topics arrive here within seconds. */
  boolean isCurrent();

  /** Whether an ingest node, and therefore the publishers of its streams, is known to be gone. */
  boolean isGone(String node);
}
