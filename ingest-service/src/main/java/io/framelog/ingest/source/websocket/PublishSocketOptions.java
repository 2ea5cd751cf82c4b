package io.framelog.ingest.source.websocket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Offers the publisher subprotocol and accepts frames as large as a message may be. No compression:
 * media does not compress, and a small frame could inflate to any size.
 */
@ApplicationScoped
public class PublishSocketOptions implements HttpServerOptionsCustomizer {
  static final String SUBPROTOCOL = "framelog.publish.v1";

  private final WebSocketSettings settings;

  PublishSocketOptions(WebSocketSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    customize(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customize(options);
  }

  private void customize(HttpServerOptions options) {
    options
        .addWebSocketSubProtocol(SUBPROTOCOL)
        .setMaxWebSocketFrameSize(
            Math.max(options.getMaxWebSocketFrameSize(), settings.messageBytes()))
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }
}
