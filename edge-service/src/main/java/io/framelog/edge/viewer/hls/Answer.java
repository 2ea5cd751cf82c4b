package io.framelog.edge.viewer.hls;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a request for a playlist or for media gets. */
sealed interface Answer {
  /**
   * Bytes.
   *
   * @param body with a reference that belongs to whoever has the answer
   */
  record Found(ByteBuf body, String contentType, String cacheControl) implements Answer {}

  /** Nothing, and why. */
  record Refused(HttpResponseStatus status, String why) implements Answer {}

  static Answer notFound(String why) {
    return new Refused(HttpResponseStatus.NOT_FOUND, why);
  }

  /** Asked again in a second, it may be there. */
  static Answer unavailable(String why) {
    return new Refused(HttpResponseStatus.SERVICE_UNAVAILABLE, why);
  }
}
