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

  /** The MIME type of a stream that is live; {@code null} of any other, and before its header. */
  default @Nullable String liveMime(StreamState stream) {
    return stream.status() == StreamState.Status.LIVE && !isGone(stream.node())
        ? stream.mime()
        : null;
  }
}
