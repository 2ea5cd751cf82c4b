package io.framelog.security.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Answers a request whose route failed: with what was wrong with the request, or, for a defect,
 * with the number under which its stack trace is logged. No answer carries a stack trace.
 */
final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class);
  private static final AtomicLong DEFECTS = new AtomicLong();

  private Failures() {}

  static void answer(RoutingContext rc) {
    Throwable failure = rc.failure();
    HttpResponseStatus status = status(rc.statusCode(), failure);
    String detail = status.reasonPhrase();
    if (status.code() >= HttpResponseStatus.INTERNAL_SERVER_ERROR.code() && failure != null) {
      detail = "The service failed, its log has the reason under defect " + log(rc, failure) + ".";
    }
    HttpServerResponse response = rc.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // The client must not take the partial answer for a complete one.
      rc.request().connection().close();
      return;
    }
    ErrorAnswer.problem(response, status, detail);
  }

  /**
   * @param code of the route, or -1 when it has thrown
   */
  private static HttpResponseStatus status(int code, Throwable failure) {
    if (code >= HttpResponseStatus.BAD_REQUEST.code()) {
      return HttpResponseStatus.valueOf(code);
    }
    return failure instanceof RejectedExecutionException
        ? HttpResponseStatus.SERVICE_UNAVAILABLE
        : HttpResponseStatus.INTERNAL_SERVER_ERROR;
  }

  private static long log(RoutingContext rc, Throwable failure) {
    long number = DEFECTS.incrementAndGet();
    if (failure instanceof IOException) {
      LOG.debugf(failure, "HTTP request failed path=%s defect=%d", rc.normalizedPath(), number);
    } else {
      LOG.errorf(failure, "HTTP request failed path=%s defect=%d", rc.normalizedPath(), number);
    }
    return number;
  }
}
