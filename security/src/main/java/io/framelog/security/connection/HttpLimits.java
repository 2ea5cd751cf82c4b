package io.framelog.security.connection;

import java.time.Duration;

/**
 * The values of {@link HttpConfig}.
 *
 * @param requestTimeout for the first request
 * @param keepAlive for each next request
 * @param maxConnections at least 1
 * @param idlePerAddress 0 for any number
 */
public record HttpLimits(
    Duration requestTimeout, Duration keepAlive, int maxConnections, int idlePerAddress) {
  /** Reads valid values. */
  public static HttpLimits from(HttpConfig config) {
    return new HttpLimits(
        config.requestTimeout(),
        config.keepAlive(),
        config.maxConnections(),
        config.idlePerAddress());
  }
}
