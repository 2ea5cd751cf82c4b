package io.framelog.security.connection;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections that wait for a request, by address, in the order in which they began to wait.
 * Any thread.
 *
 * @param <C> a connection
 */
final class IdleConnections<C> {
  private final int perAddress;
  private final Map<InetAddress, Set<C>> addresses = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /**
   * @param perAddress most connections of one address; 0 for any number
   */
  IdleConnections(int perAddress) {
    this.perAddress = perAddress;
  }

  /** Adds a connection; returns those of the address that are too many, the longest idle first. */
  Set<C> add(InetAddress address, C connection) {
    Set<C> tooMany = new LinkedHashSet<>();
    addresses.compute(
        address,
        (key, known) -> {
          Set<C> idle = known == null ? new LinkedHashSet<>() : known;
          if (idle.add(connection)) {
            size.incrementAndGet();
          }
          if (perAddress > 0 && idle.size() > perAddress) {
            C oldest = idle.iterator().next();
            idle.remove(oldest);
            size.decrementAndGet();
            tooMany.add(oldest);
          }
          return idle;
        });
    return tooMany;
  }

  /** Removes a connection, if it is present. */
  void remove(InetAddress address, C connection) {
    addresses.computeIfPresent(
        address,
        (key, idle) -> {
          if (idle.remove(connection)) {
            size.decrementAndGet();
          }
          return idle.isEmpty() ? null : idle;
        });
  }

  int size() {
    return size.get();
  }
}
