package io.framelog.security.connection;

import java.time.Duration;

/**
 * {@link HttpConfig} after its values were checked.
 *
 * @param requestTimeout for the first request
 * @param keepAlive for each next request
 * @param maxConnections at least 1
 * @param idlePerAddress 0 for any number
 */
public record HttpLimits(
    Duration requestTimeout, Duration keepAlive, int maxConnections, int idlePerAddress) {
  private static final Duration MIN = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofHours(1);

  public HttpLimits {
    requireBetween("request-timeout", requestTimeout);
    requireBetween("keep-alive", keepAlive);
    require(maxConnections >= 1, "max-connections", maxConnections, "at least 1");
    require(idlePerAddress >= 0, "idle-per-address", idlePerAddress, "0 or more");
  }

  /**
   * Checks an operator's values.
   *
   * @throws IllegalArgumentException naming the key and what it expects
   */
  public static HttpLimits from(HttpConfig config) {
    return new HttpLimits(
        config.requestTimeout(),
        config.keepAlive(),
        config.maxConnections(),
        config.idlePerAddress());
  }

  private static void requireBetween(String key, Duration value) {
    require(value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0, key, value, "100 ms to 1 hour");
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "framelog.http." + key + " is " + value + ", expected " + expected);
    }
  }
}
