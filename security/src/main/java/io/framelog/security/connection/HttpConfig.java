package io.framelog.security.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Bounds on the HTTP connections of a process. */
@ConfigMapping(prefix = "framelog.http")
public interface HttpConfig {
  /**
   * A connection is closed when its first request, with all headers, is not received in this time.
   * 100ms to 1h.
   */
  @WithDefault("10s")
  @DurationMin(millis = 100)
  @DurationMax(hours = 1)
  Duration requestTimeout();

  /**
   * The same for each further request on a connection. Longer than proxies keep connections, so
   * that none sends a request on one that is being closed. 100ms to 1h.
   */
  @WithDefault("75s")
  @DurationMin(millis = 100)
  @DurationMax(hours = 1)
  Duration keepAlive();

  /** Connections at a time; further ones are closed at once. At least 1. */
  @WithDefault("20000")
  @Min(1)
  int maxConnections();

  /**
   * Connections of one address that may wait for a request at a time; when there is one more, the
   * one that has waited longest is closed. 0 for any number.
   */
  @WithDefault("500")
  @Min(0)
  int idlePerAddress();
}
