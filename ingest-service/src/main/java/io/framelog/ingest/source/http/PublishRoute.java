package io.framelog.ingest.source.http;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.PublishPath;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.VertxEventLoop;
import io.framelog.log.StreamId;
import io.framelog.security.web.Content;
import io.framelog.security.web.ContentCoding;
import io.framelog.security.web.MediaElsewhere;
import io.framelog.security.web.OriginPolicy;
import io.framelog.security.web.WrongMethod;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;

/**
 * {@code PUT|POST /publish/{stream}}, and {@code SOURCE} as Icecast's clients send it: the
 * request's body is the container, of any length. Answers when the publisher has ended or was
 * rejected. {@code Authorization} is accepted and not checked yet.
 */
@ApplicationScoped
public class PublishRoute implements MediaElsewhere {
  /** Before Quarkus' bound on a body's length, which is meant for uploads, not for live streams. */
  private static final int BEFORE_UPLOAD_LIMIT = -1000;

  /** Those of publishers, and those of the page and the WebSocket. */
  private static final List<HttpMethod> METHODS =
      List.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.PUT,
          HttpMethod.POST,
          UntilCloseRequest.SOURCE);

  private static final SourceEnd ONE_REQUEST =
      new SourceEnd(
          EndReason.MALFORMED,
          "souphttpclientsink sends a request for each buffer, expected one request for the whole"
              + " stream: use curlhttpsink, or tcpclientsink with the port for TCP");

  private static final SourceEnd FORM =
      new SourceEnd(
          EndReason.MALFORMED,
          "a form upload (multipart/form-data), expected the stream's bytes as the request's body:"
              + " curl -T FILE in place of curl -F");

  private static final SourceEnd CODED =
      new SourceEnd(
          EndReason.UNSUPPORTED_ENCODING,
          "the Content-Encoding of the body is not taken, expected identity or no such header");

  private static final SourceEnd NO_NAME =
      new SourceEnd(
          EndReason.INVALID_STREAM,
          "the path names no stream, expected " + PublishPath.PARENT + "/NAME");

  private final SourceAcceptor acceptor;
  private final OriginPolicy origins;

  PublishRoute(SourceAcceptor acceptor, OriginPolicy origins) {
    this.acceptor = acceptor;
    this.origins = origins;
  }

  void register(@Observes Router router) {
    take(router.routeWithRegex(PublishPath.PATTERN)).handler(this::publish);
    take(router.route(PublishPath.PARENT)).handler(this::refuseWithoutName);
    WrongMethod.refuse(
        router.routeWithRegex(PublishPath.PATTERN),
        METHODS,
        rc -> StreamId.isValid(rc.pathParam(PublishPath.STREAM)));
    WrongMethod.refuse(router.route(PublishPath.PARENT), Content.METHODS);
  }

  private static Route take(Route route) {
    return route
        .method(HttpMethod.PUT)
        .method(HttpMethod.POST)
        .method(UntilCloseRequest.SOURCE)
        .order(BEFORE_UPLOAD_LIMIT);
  }

  private void refuseWithoutName(RoutingContext context) {
    turnAway(context, origins.allows(context.request()) ? NO_NAME : SourceEnd.FOREIGN_PAGE);
  }

  /** Media that was sent to a path where nothing is published. */
  @Override
  public void refuse(RoutingContext context, String sentence) {
    turnAway(context, new SourceEnd(EndReason.INVALID_STREAM, sentence));
  }

  private void turnAway(RoutingContext context, SourceEnd end) {
    VertxEventLoop loop = VertxEventLoop.current(context.vertx());
    acceptor.turnAway(new HttpSource(context.request(), null, loop), end);
  }

  private void publish(RoutingContext context) {
    String name = context.pathParam(PublishPath.STREAM);
    StreamId stream = StreamId.isValid(name) ? new StreamId(name) : null;
    HttpServerRequest request = context.request();
    VertxEventLoop loop = VertxEventLoop.current(context.vertx());
    HttpSource source = new HttpSource(request, stream, loop);
    if (!origins.allows(request)) {
      acceptor.turnAway(source, SourceEnd.FOREIGN_PAGE);
      return;
    }
    if (stream == null) {
      acceptor.turnAway(source, PublishPath.noStream(name));
      return;
    }
    if (sendsARequestForEachBuffer(request)) {
      acceptor.turnAway(source, ONE_REQUEST);
      return;
    }
    if (isForm(request)) {
      acceptor.turnAway(source, FORM);
      return;
    }
    if (!ContentCoding.isIdentity(request)) {
      request.response().putHeader(HttpHeaderNames.ACCEPT_ENCODING, ContentCoding.IDENTITY);
      acceptor.turnAway(source, CODED);
      return;
    }
    if (UntilCloseRequest.isProbe(request)) {
      request.response().putHeader(HttpHeaderNames.ALLOW, "PUT, POST, SOURCE").end();
      return;
    }
    if (UntilCloseRequest.is(request)) {
      UntilCloseSource untilClose = new UntilCloseSource(request, source, stream, loop);
      acceptor.accept(untilClose, loop, stream).ifPresent(untilClose::start);
      return;
    }
    acceptor
        .accept(source, loop, stream)
        .ifPresent(
            listener -> {
              if (UntilCloseRequest.expectsContinue(request)) {
                request.response().writeContinue();
              }
              source.start(listener);
            });
  }

  private static boolean isForm(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private static boolean sendsARequestForEachBuffer(HttpServerRequest request) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    return agent != null && agent.startsWith("GStreamer souphttpclientsink");
  }
}
