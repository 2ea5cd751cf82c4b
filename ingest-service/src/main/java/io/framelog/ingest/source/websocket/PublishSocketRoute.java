package io.framelog.ingest.source.websocket;

import io.framelog.ingest.source.PublishPath;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.VertxEventLoop;
import io.framelog.log.StreamId;
import io.framelog.security.connection.SocketMessages;
import io.framelog.security.web.OriginPolicy;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * {@code GET /publish/{stream}} with an upgrade: a publisher's WebSocket. A refusal is sent on the
 * socket, because a browser's script sees neither status nor body of a refused upgrade.
 */
@ApplicationScoped
public class PublishSocketRoute {
  private static final Logger LOG = Logger.getLogger(PublishSocketRoute.class);

  private final SourceAcceptor acceptor;
  private final OriginPolicy origins;
  private final WebSocketSettings settings;

  PublishSocketRoute(SourceAcceptor acceptor, OriginPolicy origins, WebSocketSettings settings) {
    this.acceptor = acceptor;
    this.origins = origins;
    this.settings = settings;
  }

  void register(@Observes Router router) {
    router.routeWithRegex(HttpMethod.GET, PublishPath.PATTERN).handler(this::upgrade);
  }

  private void upgrade(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      context.next();
      return;
    }
    String name = context.pathParam(PublishPath.STREAM);
    SocketReading reading = SocketReading.below(request);
    SocketMessages messages = SocketMessages.below(request);
    VertxEventLoop loop = VertxEventLoop.current(context.vertx());
    boolean ofOurPages = origins.allows(request);
    request
        .toWebSocket()
        .onSuccess(socket -> begin(socket, reading, messages, loop, name, ofOurPages))
        .onFailure(e -> LOG.debugf("upgrade failed reason=%s", e.toString()));
  }

  private void begin(
      ServerWebSocket socket,
      SocketReading reading,
      SocketMessages messages,
      VertxEventLoop loop,
      String name,
      boolean ofOurPages) {
    WebSocketSource source = new WebSocketSource(socket, reading, name, settings, loop);
    messages.bound(PublisherMessage.MAX, settings.messageBytes(), source::refuseTooLong);
    if (!ofOurPages) {
      acceptor.turnAway(source, SourceEnd.FOREIGN_PAGE);
    } else if (!StreamId.isValid(name)) {
      acceptor.turnAway(source, PublishPath.noStream(name));
    } else {
      acceptor.accept(source, loop, new StreamId(name)).ifPresent(source::start);
    }
  }
}
