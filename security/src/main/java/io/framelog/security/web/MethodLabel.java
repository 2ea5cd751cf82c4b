package io.framelog.security.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Bounds the label {@code method} of the HTTP server's metrics: any client may send any word as a
 * method (RFC 9110 §9.1). The label {@code uri} is bounded by the patterns in {@code
 * microprofile-config.properties}.
 */
@Singleton
public class MethodLabel implements MeterFilter {
  private static final String METERS = "http.server.";
  private static final String LABEL = "method";
  private static final String OTHER = "OTHER";

  /** Those of RFC 9110 and RFC 5789, and Icecast's. */
  private static final Set<String> KNOWN =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "SOURCE");

  @Override
  public Meter.Id map(Meter.Id id) {
    String method = id.getName().startsWith(METERS) ? id.getTag(LABEL) : null;
    return method == null || KNOWN.contains(method)
        ? id
        : id.replaceTags(Tags.of(id.getTags()).and(LABEL, OTHER));
  }
}
