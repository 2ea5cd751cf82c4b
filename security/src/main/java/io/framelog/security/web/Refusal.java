package io.framelog.security.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;

/**
 * Why a request is not answered.
 *
 * @param sentence for people: what is wrong and what is expected
 */
record Refusal(Reason reason, String sentence) {
  /** The kinds, as the metric names them. */
  enum Reason {
    /**
     * An address that is malformed or disguises its target, or HTTP/1.1 without exactly one
     * well-formed Host.
     */
    MALFORMED(400),
    /** A name that is not this service's. */
    HOST(421),
    /** A page of another website. */
    ORIGIN(403),
    /** Media, to a path where nothing is published. */
    MEDIA(415),
    /** A change that is not JSON, or has a content coding. */
    CONTENT_TYPE(415);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Answers with problem details (RFC 9457). */
  void send(HttpServerResponse response) {
    ErrorAnswer.problem(response, HttpResponseStatus.valueOf(reason.status), sentence);
  }
}
