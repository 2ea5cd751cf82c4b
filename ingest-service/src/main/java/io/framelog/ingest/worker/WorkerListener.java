package io.framelog.ingest.worker;

import java.nio.ByteBuffer;

/** Receives a worker's output, on the event loop that it was started with. */
public interface WorkerListener {
  /** Bytes of the packet stream; the buffer is valid only during the call. */
  void onOutput(ByteBuffer bytes);

  /** The worker's input queue has drained to half of its bound: more may be written. */
  void onInputDrained();

  /** The worker has exited; called after all of its output. No call follows. */
  void onExit(WorkerExit exit);
}
