package io.framelog.edge.channel;

/**
 * Identifies the latest of several calls, so that late answers to earlier ones can be ignored. Not
 * thread-safe: confined to a loop, or guarded by its owner's lock.
 */
public final class LatestCall {
  private long latest;

  /**
   * Begins a call; answers to all earlier calls are stale.
   *
   * @return the call's number
   */
  public long begin() {
    return ++latest;
  }

  /** Whether the answer to a call still counts. */
  public boolean isLatest(long call) {
    return call == latest;
  }

  /** Answers to all calls so far are stale. Idempotent. */
  public void cancel() {
    latest++;
  }
}
