package io.framelog.ingest.worker;

import java.nio.ByteBuffer;

/** Takes what a worker says, on the event loop that was given with it. */
public interface WorkerListener {
  /** Bytes of the packet stream; the buffer is valid only during the call. */
  void onOutput(ByteBuffer bytes);

  /** Half of what was waiting for the worker is taken: more may be written. */
  void onInputDrained();

  /** The worker is gone, behind all of its output. No call follows. */
  void onExit(WorkerExit exit);
}
