package io.framelog.control.rest;

import io.framelog.security.web.ErrorAnswer;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 problem details.
 *
 * @param title what kind of error
 * @param status the HTTP status
 * @param detail what happened here and what was expected
 */
public record Problem(String title, int status, @Nullable String detail) {
  static Response response(Response.Status status, @Nullable String detail) {
    return Response.status(status)
        .type(ErrorAnswer.PROBLEM)
        .entity(new Problem(status.getReasonPhrase(), status.getStatusCode(), detail))
        .build();
  }
}
