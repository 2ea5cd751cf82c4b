package io.framelog.security.web;

import io.vertx.ext.web.RoutingContext;

/**
 * Answers publishers that send media to a path where nothing is published. A service that accepts
 * publishers provides it as a bean; in other services {@link WebGuard} answers.
 */
public interface MediaElsewhere {
  /**
   * Refuses the request, whose body has not been read.
   *
   * @param sentence what is wrong and where media is published
   */
  void refuse(RoutingContext context, String sentence);
}
