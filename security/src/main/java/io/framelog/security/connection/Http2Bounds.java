package io.framelog.security.connection;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Bounds the streams of an HTTP/2 connection, and with them the answers that its client has not
 * read: Quarkus sets no bound. Vert.x allows 400 reset streams in a minute (CVE-2023-44487).
 */
@ApplicationScoped
public class Http2Bounds implements HttpServerOptionsCustomizer {
  /** RFC 9113 §6.5.2 recommends no smaller value than this. */
  static final long MAX_STREAMS = 100;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    bound(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    bound(options);
  }

  private static void bound(HttpServerOptions options) {
    options.getInitialSettings().setMaxConcurrentStreams(MAX_STREAMS);
  }
}
