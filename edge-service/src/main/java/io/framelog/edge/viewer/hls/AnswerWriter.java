package io.framelog.edge.viewer.hls;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongConsumer;

/** Puts an answer into a response. Owns the answer's reference, however the response ends. */
final class AnswerWriter {
  private static final String RETRY_AFTER_S = "1";

  private final LongConsumer sent;

  /**
   * @param sent told the bytes of each body
   */
  AnswerWriter(LongConsumer sent) {
    this.sent = sent;
  }

  /** On the response's loop. */
  void write(HttpServerResponse response, Answer answer) {
    if (answer instanceof Answer.Found found) {
      write(response, found);
    } else if (answer instanceof Answer.Refused refused && !isOver(response)) {
      if (refused.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
        response.putHeader(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_S);
      }
      response
          .setStatusCode(refused.status().code())
          .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
          .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
          .end(refused.why() + "\n");
    }
  }

  private static boolean isOver(HttpServerResponse response) {
    return response.ended() || response.closed();
  }

  // Vert.x 4 has no other way to hand on memory without a copy; version 5 moves it elsewhere.
  @SuppressWarnings("deprecation")
  private void write(HttpServerResponse response, Answer.Found found) {
    ByteBuf body = found.body();
    boolean handedOn = false;
    try {
      if (isOver(response)) {
        return;
      }
      response
          .putHeader(HttpHeaderNames.CONTENT_TYPE, found.contentType())
          .putHeader(HttpHeaderNames.CACHE_CONTROL, found.cacheControl())
          .putHeader(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.readableBytes()));
      sent.accept(body.readableBytes());
      // Vert.x writes what it is handed without giving it back.
      response.end(Buffer.buffer(body)).onComplete(written -> body.release());
      handedOn = true;
    } finally {
      if (!handedOn) {
        body.release();
      }
    }
  }
}
