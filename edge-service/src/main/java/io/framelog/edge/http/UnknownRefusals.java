package io.framelog.edge.http;

import io.framelog.edge.connection.UnknownStreams;
import io.framelog.log.StreamId;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses requests for streams that the control plane does not list. */
@ApplicationScoped
public class UnknownRefusals {
  private final UnknownStreams streams;

  UnknownRefusals(UnknownStreams streams) {
    this.streams = streams;
  }

  /**
   * Answers 404 if it is certain that there is no such stream, else 503. On the request's event
   * loop.
   */
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
