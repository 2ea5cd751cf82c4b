package io.framelog.ingest.session;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Connections that have not sent a complete container header, oldest first. When the pool is full,
 * a new connection replaces the oldest one of the address that has the most, the new one's own
 * address included; of several such addresses, the one with the oldest connection. So an address
 * loses a connection only while no other address has more. Thread-safe.
 *
 * @param <C> a connection, with the identity of an object
 */
final class HeaderlessPool<C> {
  private final int most;

  /** Each connection with its address, in the order of arrival. */
  private final Map<C, String> connections = new LinkedHashMap<>();

  private final Map<String, Integer> perAddress = new HashMap<>();

  /**
   * @param most connections it holds, at least 1
   */
  HeaderlessPool(int most) {
    this.most = most;
  }

  /**
   * Adds a connection.
   *
   * @return the connection that was removed for it, to be closed
   */
  synchronized Optional<C> add(String address, C connection) {
    perAddress.merge(address, 1, Integer::sum);
    Optional<C> replaced = connections.size() < most ? Optional.empty() : oldestOfTheMost();
    replaced.ifPresent(this::remove);
    connections.put(connection, address);
    return replaced;
  }

  /** The connection being added is already counted, so that its own address may be chosen. */
  private Optional<C> oldestOfTheMost() {
    int largest = Collections.max(perAddress.values());
    return connections.entrySet().stream()
        .filter(each -> perAddress.getOrDefault(each.getValue(), 0) == largest)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Removes a connection: its header is complete, or it has ended.
   *
   * @return false when it is not here, because another one replaced it
   */
  synchronized boolean remove(C connection) {
    String address = connections.remove(connection);
    if (address == null) {
      return false;
    }
    perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    return true;
  }

  synchronized int size() {
    return connections.size();
  }
}
