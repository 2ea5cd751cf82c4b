package io.framelog.edge.channel;

import io.framelog.controlplane.StreamState;
import org.jspecify.annotations.Nullable;

/** What the control plane says at this moment. Any thread. */
public interface ControlView {
  /** The stream as last described; {@code null} when there is none of that name. */
  @Nullable StreamState find(String stream);

  /**
   * Whether all was read that the control topics held when this edge started. Before, that a stream
   * is not known says nothing.
   */
  boolean isCaughtUp();

  /** Whether what is written to the control topics now arrives within seconds. */
  boolean isCurrent();

  /** Whether an ingest node is known to be gone, and its streams with it. */
  boolean isGone(String node);

  /** The MIME type of a stream that is live; {@code null} of any other, and before its header. */
  default @Nullable String liveMime(StreamState stream) {
    return stream.status() == StreamState.Status.LIVE && !isGone(stream.node())
        ? stream.mime()
        : null;
  }
}
