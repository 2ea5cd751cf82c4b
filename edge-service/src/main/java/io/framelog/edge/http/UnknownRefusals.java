package io.framelog.edge.http;

import io.framelog.edge.connection.UnknownStreams;
import io.framelog.log.StreamId;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses requests for streams that the control plane does not name. */
@ApplicationScoped
public class UnknownRefusals {
  private final UnknownStreams streams;

  UnknownRefusals(UnknownStreams streams) {
    this.streams = streams;
  }

  /** Answers 404 where there is surely no such stream, else 503. On the request's event loop. */
  void send(RoutingContext rc, StreamId stream) {
    streams.ask(
        stream,
        absent -> {
          HttpServerResponse response = rc.response();
          if (!response.ended() && !response.closed()) {
            (absent ? Refusal.noSuchStream(stream) : Refusal.notHeardOf(stream)).send(response);
          }
        });
  }
}
