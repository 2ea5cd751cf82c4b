package io.framelog.ingest.worker;

/**
 * How a worker ended.
 *
 * @param code the process' exit code, 128 and the signal when it was killed
 * @param sentence why, for people, when the worker did not end in order; else empty
 */
public record WorkerExit(int code, String sentence) {
  /** Whether the worker ended by itself, having said all it had to. */
  public boolean isOrderly() {
    return sentence.isEmpty();
  }
}
