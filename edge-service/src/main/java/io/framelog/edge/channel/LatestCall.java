package io.framelog.edge.channel;

/**
 * Tells the answer to the latest call from those to earlier calls, which are stale. Used by one
 * thread at a time: confined to a loop, or under its owner's lock.
 */
public final class LatestCall {
  private long latest;

  /**
   * Begins a call; answers to all calls before are stale.
   *
   * @return names the call
   */
  public long begin() {
    return ++latest;
  }

  /** Whether the answer to a call still counts. */
  public boolean isLatest(long call) {
    return call == latest;
  }

  /** Answers to all calls before are stale. Idempotent. */
  public void cancel() {
    latest++;
  }
}
