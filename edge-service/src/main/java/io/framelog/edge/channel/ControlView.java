package io.framelog.edge.channel;

import io.framelog.control.StreamState;
import org.jspecify.annotations.Nullable;

/** What the control plane says at this moment. Any thread. */
public interface ControlView {
  /** The stream as last described; {@code null} when there is none of that name. */
  @Nullable StreamState find(String stream);

  /** Whether an ingest node is known to be gone, and its streams with it. */
  boolean isGone(String node);
}
