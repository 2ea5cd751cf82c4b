package io.framelog.control.rest;

import io.framelog.control.registry.NodeCommandClient;
import io.framelog.control.registry.StreamRemoval;
import io.framelog.log.LogException;
import io.framelog.security.web.ErrorAnswer;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions to problem details, which never contain a stack trace. */
public class Problems {
  @ServerExceptionMapper
  Response notFound(NotFoundException e) {
    return Problem.response(Response.Status.NOT_FOUND, e.getMessage());
  }

  @ServerExceptionMapper
  Response badRequest(BadRequestException e) {
    return Problem.response(Response.Status.BAD_REQUEST, e.getMessage());
  }

  /** An error of the REST layer itself, as for a type that is not accepted: it has no body. */
  @ServerExceptionMapper
  Response withoutBody(WebApplicationException e) {
    Response response = e.getResponse();
    if (response.hasEntity() || response.getStatus() < 400) {
      return response;
    }
    String title = response.getStatusInfo().getReasonPhrase();
    return Response.fromResponse(response)
        .type(ErrorAnswer.PROBLEM)
        .entity(new Problem(title, response.getStatus(), e.getMessage()))
        .build();
  }

  @ServerExceptionMapper
  Response stillLive(StreamRemoval.StillLiveException e) {
    return Problem.response(Response.Status.GATEWAY_TIMEOUT, e.getMessage());
  }

  @ServerExceptionMapper
  Response otherLog(StreamRemoval.OtherLogException e) {
    return Problem.response(Response.Status.CONFLICT, e.getMessage());
  }

  @ServerExceptionMapper
  Response nodeCall(NodeCommandClient.NodeCallException e) {
    return Problem.response(
        e.isRefused() ? Response.Status.CONFLICT : Response.Status.GATEWAY_TIMEOUT, e.getMessage());
  }

  @ServerExceptionMapper
  Response logAway(LogException e) {
    return Problem.response(Response.Status.SERVICE_UNAVAILABLE, e.getMessage());
  }
}
