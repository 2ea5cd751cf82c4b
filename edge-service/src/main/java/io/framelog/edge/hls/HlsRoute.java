package io.framelog.edge.hls;

import io.framelog.edge.EdgeConfig;
import io.framelog.edge.connection.EventLoopChecks;
import io.framelog.edge.connection.ResponseWatch;
import io.framelog.edge.connection.UnknownStreams;
import io.framelog.edge.frame.FrameWriters;
import io.framelog.edge.http.CorsRoute;
import io.framelog.edge.metrics.EdgeMetrics;
import io.framelog.log.StreamId;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * {@code GET /live/{stream}.m3u8}, the Media Playlist, and {@code GET /live/{stream}/…}, the media
 * that it lists. Runs on event loops, never blocks.
 */
@ApplicationScoped
public class HlsRoute {
  private final HlsStreams streams;
  private final UnknownStreams unknown;
  private final HlsMetrics metrics;
  private final EdgeMetrics edgeMetrics;
  private final EventLoopChecks sweeps;
  private final Duration stallTimeout;
  private final HlsResponseWriter answers;

  HlsRoute(
      HlsStreams streams,
      UnknownStreams unknown,
      HlsMetrics metrics,
      EdgeMetrics edgeMetrics,
      EventLoopChecks sweeps,
      EdgeConfig config) {
    this.streams = streams;
    this.unknown = unknown;
    this.metrics = metrics;
    this.edgeMetrics = edgeMetrics;
    this.sweeps = sweeps;
    this.stallTimeout = config.stallTimeout();
    this.answers = new HlsResponseWriter(edgeMetrics::sent);
  }

  void register(@Observes Router router) {
    CorsRoute.route(router, "/live/(?<stream>.+)\\.m3u8", this::playlist);
    // Names of media contain another dot, so a/b.mp4 is the stream a/b.
    CorsRoute.route(
        router, "/live/(?<stream>.+)/(?<name>[^/]+\\.[^/]+\\.mp4|[^/]+\\.m4s)", this::media);
  }

  private void playlist(RoutingContext rc, StreamId id) {
    metrics.playlist();
    PlaylistRequest request;
    try {
      request =
          PlaylistRequest.ofQuery(
              rc.request().getParam("_HLS_msn"),
              rc.request().getParam("_HLS_part"),
              rc.request().getParam("_HLS_skip"),
              acceptsGzip(rc),
              rc.request().getHeader(HttpHeaderNames.RANGE) != null);
    } catch (IllegalArgumentException e) {
      refuse(
          rc,
          new HlsResponse.Refused(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage())));
      return;
    }
    ask(rc, id, (stream, answer) -> stream.playlist(request, answer));
  }

  private static boolean acceptsGzip(RoutingContext rc) {
    return rc.parsedHeaders().acceptEncoding().stream()
        .anyMatch(coding -> coding.value().equalsIgnoreCase("gzip") && coding.weight() > 0);
  }

  private void media(RoutingContext rc, StreamId id) {
    metrics.media();
    Optional<MediaName> name = MediaName.parse(rc.pathParam("name"));
    if (name.isEmpty()) {
      refuse(rc, HlsResponse.notFound("No such media."));
    } else {
      ask(rc, id, (stream, answer) -> stream.media(name.get(), answer));
    }
  }

  private void ask(
      RoutingContext rc, StreamId id, BiConsumer<HlsStream, Consumer<HlsResponse>> question) {
    FrameWriters below = FrameWriters.below(rc.request());
    Executor loop = below.loop(Vertx.currentContext());
    Optional<HlsStream> stream = streams.ask(id, loop);
    if (stream.isEmpty()) {
      unknown.ask(id, absent -> refuse(rc, refusal(id, absent)));
      return;
    }
    stream
        .get()
        .loop()
        .execute(
            () ->
                question.accept(
                    stream.get(),
                    answer -> loop.execute(() -> write(rc.request(), below, loop, answer))));
  }

  private void refuse(RoutingContext rc, HlsResponse refusal) {
    var unused = answers.write(rc.request(), refusal);
  }

  private static HlsResponse refusal(StreamId id, boolean absent) {
    return absent
        ? HlsResponse.notFound("There is no stream " + id + ".")
        : HlsResponse.unavailable("This edge does not have " + id + " yet. Try again in a moment.");
  }

  private void write(
      HttpServerRequest request, FrameWriters below, Executor loop, HlsResponse answer) {
    answers
        .write(request, answer)
        .ifPresentOrElse(
            body -> watch(body::pendingBytes, body::abort, loop),
            () -> {
              // Pending bytes of an HTTP/2 connection may belong to other responses.
              if (request.version() != HttpVersion.HTTP_2) {
                watch(below::pendingBytes, below::abort, loop);
              }
            });
  }

  private void watch(LongSupplier pendingBytes, Runnable abort, Executor loop) {
    if (pendingBytes.getAsLong() > 0) {
      new ResponseWatch(new Written(pendingBytes, abort), stallTimeout, edgeMetrics::givenUp)
          .begin(sweeps, loop);
    }
  }

  /** A response that was written at once. */
  private record Written(LongSupplier pending, Runnable end) implements ResponseWatch.Response {
    @Override
    public boolean isOver() {
      return true;
    }

    @Override
    public long pendingBytes() {
      return pending.getAsLong();
    }

    @Override
    public long writtenBytes() {
      return 0;
    }

    @Override
    public void abort() {
      end.run();
    }
  }
}
