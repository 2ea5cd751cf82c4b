package io.framelog.ingest.node;

import io.framelog.controlplane.StreamState;
import java.util.concurrent.CompletionStage;

/** Writes stream states to the control plane. Thread-safe, non-blocking. */
@FunctionalInterface
interface StreamStateWriter {
  /** Completes when the state is acknowledged. */
  CompletionStage<Void> write(StreamState state);
}
