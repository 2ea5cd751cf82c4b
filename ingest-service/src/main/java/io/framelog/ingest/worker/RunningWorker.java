package io.framelog.ingest.worker;

import java.nio.ByteBuffer;

/** A running media worker. To be called on the event loop that it was started with. */
public interface RunningWorker {
  /**
   * Hands the bytes, copied, to the worker.
   *
   * @return false when no more may be written until {@link WorkerListener#onInputDrained()}
   */
  boolean write(ByteBuffer bytes);

  /** Closes the input: the worker ends after the rest of its output. */
  void closeInput();

  /** Stops reading the output; what was read already may still be delivered. Idempotent. */
  void pauseOutput();

  /** Resumes reading. Idempotent. */
  void resumeOutput();

  /** Ends the worker at once. Idempotent. */
  void kill();
}
