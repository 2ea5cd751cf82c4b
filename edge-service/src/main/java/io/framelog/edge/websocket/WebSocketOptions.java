package io.framelog.edge.websocket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Offers the subprotocol of viewers, without compression: media does not compress, and frames are
 * shared by all viewers.
 */
@ApplicationScoped
public class WebSocketOptions implements HttpServerOptionsCustomizer {
  static final String SUBPROTOCOL = "framelog.v1";

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    customize(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customize(options);
  }

  private static void customize(HttpServerOptions options) {
    options
        .addWebSocketSubProtocol(SUBPROTOCOL)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }
}
