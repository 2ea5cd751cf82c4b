package io.framelog.edge.http;

import io.framelog.edge.channel.ControlView;
import io.framelog.log.StreamId;
import io.framelog.security.web.ErrorAnswer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * A refused request for live media.
 *
 * @param sentence the reason, for people; sent as the body
 */
record Refusal(HttpResponseStatus status, String sentence, Map<CharSequence, String> headers) {
  /** Seconds after which a repeated request may succeed. */
  private static final String SOON = "2";

  Refusal {
    headers = Map.copyOf(headers);
  }

  static Refusal noSuchStream(StreamId stream) {
    return new Refusal(
        HttpResponseStatus.NOT_FOUND, "There is no stream " + stream + ".", Map.of());
  }

  /** The control plane has not announced the stream yet, or Kafka does not answer. */
  static Refusal notHeardOf(StreamId stream) {
    return later(
        HttpResponseStatus.SERVICE_UNAVAILABLE,
        "This edge does not have " + stream + " yet. Try again in a moment.");
  }

  /**
   * @param control whose state may be outdated
   */
  static Refusal nobodyPublishes(StreamId stream, ControlView control) {
    return control.isCurrent()
        ? later(HttpResponseStatus.NOT_FOUND, "Nobody publishes " + stream + " now.")
        : notHeardOf(stream);
  }

  static Refusal edgeShutsDown() {
    return later(HttpResponseStatus.SERVICE_UNAVAILABLE, "This edge is shutting down.");
  }

  static Refusal noKeyframe(StreamId stream) {
    return later(
        HttpResponseStatus.SERVICE_UNAVAILABLE,
        stream + " has no chunk to begin with yet, or the log cannot be reached.");
  }

  static Refusal noPicture(StreamId stream) {
    return later(HttpResponseStatus.NOT_FOUND, "The log of " + stream + " has no picture now.");
  }

  static Refusal notShown(StreamId stream, String why) {
    return later(
        HttpResponseStatus.SERVICE_UNAVAILABLE, "No picture of " + stream + ": " + why + ".");
  }

  static Refusal notNow(StreamId stream) {
    return notShown(stream, "the log cannot be reached, or too many pictures are requested");
  }

  /**
   * @param mime from the log
   */
  static Refusal otherContainer(StreamId stream, String mime) {
    return MediaContainer.ofMime(mime)
        .map(right -> otherContainer(stream, mime, right.file(stream)))
        .orElseGet(() -> otherContainer(stream, mime, stream + ".mjpeg"));
  }

  /** The link is relative to the request: a proxy may publish the server below a path prefix. */
  private static Refusal otherContainer(StreamId stream, String mime, String file) {
    return new Refusal(
        HttpResponseStatus.NOT_ACCEPTABLE,
        stream
            + (" is " + mime + ". Use /live/" + file)
            + (", or open /watch/" + stream + " in a browser."),
        Map.of("Link", "<" + file.substring(file.lastIndexOf('/') + 1) + ">; rel=\"alternate\""));
  }

  private static Refusal later(HttpResponseStatus status, String sentence) {
    return new Refusal(status, sentence, Map.of(HttpHeaderNames.RETRY_AFTER, SOON));
  }

  /** Sends the refusal. The response to a HEAD request has no body. */
  void send(HttpServerResponse response) {
    headers.forEach(response::putHeader);
    ErrorAnswer.text(CorsHeaders.put(response), status, sentence);
  }
}
