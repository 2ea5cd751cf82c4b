package io.framelog.ingest.source.device;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.SourceListener;
import java.util.List;

/**
 * A process that captures devices, as the node sees it. Called on the capture's event loop only.
 */
interface DeviceWorker {
  /** Stops reading from it; it continues to read its devices and drops their frames. */
  void pause();

  /** Resumes reading. */
  void resume();

  /** Asks it to release its devices and to end its stream normally. */
  void finish();

  /** Ends it at once. Idempotent. */
  void stop();

  /** Starts such processes. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts one.
     *
     * @param arguments {@code name=value}, see {@link CaptureArguments}
     * @param loop all calls to it, and to the listener, are made there
     * @param listener takes the packet stream, and its end
     * @throws IllegalStateException saying why none can be started
     */
    DeviceWorker start(List<String> arguments, EventLoop loop, SourceListener listener);
  }
}
