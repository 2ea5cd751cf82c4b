package io.framelog.ingest.worker;

/**
 * How a worker ended.
 *
 * @param code the process' exit code, 128 plus the signal when it was killed
 * @param sentence why the worker did not end normally, for people; otherwise empty
 */
public record WorkerExit(int code, String sentence) {
  /** Whether the worker ended normally, after all of its output. */
  public boolean isOrderly() {
    return sentence.isEmpty();
  }
}
