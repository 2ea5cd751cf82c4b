package io.framelog.ingest.worker;

import java.nio.ByteBuffer;

/** A media worker at work. To be called on the event loop that it was started with. */
public interface RunningWorker {
  /**
   * Hands the bytes, copied, to the worker.
   *
   * @return false when no more are to come until {@link WorkerListener#onInputDrained()}
   */
  boolean write(ByteBuffer bytes);

  /** Nothing more comes: the worker is to end when it has said what it has to. */
  void closeInput();

  /** Stops reading the output; what was read already may still come. Idempotent. */
  void pauseOutput();

  /** Reads on. Idempotent. */
  void resumeOutput();

  /** Ends the worker at once. Idempotent. */
  void kill();
}
