package io.framelog.ingest.source;

import java.util.HashMap;
import java.util.Map;

/** Bounds the connections that one address has at a time. Thread-safe. */
public final class AddressBound {
  private final int most;
  private final Map<String, Integer> connections = new HashMap<>();

  /**
   * Creates a bound that has counted no connection.
   *
   * @param most connections of one address; 0 for any number
   */
  public AddressBound(int most) {
    this.most = most;
  }

  /** Counts one more connection; false when the address has reached its bound. */
  public synchronized boolean enter(String address) {
    int present = connections.getOrDefault(address, 0);
    if (most > 0 && present >= most) {
      return false;
    }
    connections.put(address, present + 1);
    return true;
  }

  /** A connection that entered has ended. */
  public synchronized void leave(String address) {
    connections.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
