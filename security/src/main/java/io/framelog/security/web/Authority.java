package io.framelog.security.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/** The host and port a client asked for: {@code Host} in HTTP/1, {@code :authority} in HTTP/2. */
final class Authority {
  private Authority() {}

  /**
   * As a client writes it, {@code host} or {@code host:port}; null when it is missing, malformed or
   * duplicated.
   */
  static @Nullable String of(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    if (authority == null || request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      return null;
    }
    return authority.port() > 0 ? authority.host() + ":" + authority.port() : authority.host();
  }
}
