package io.framelog.edge.hls;

import io.framelog.security.web.ErrorAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes an {@link HlsResponse}. Owns the reference to its body, however the write ends. */
final class HlsResponseWriter {
  private static final String RETRY_AFTER_S = "1";

  private final LongConsumer sent;

  /**
   * @param sent called with the bytes of each body
   */
  HlsResponseWriter(LongConsumer sent) {
    this.sent = sent;
  }

  /**
   * Writes a response, on its loop.
   *
   * @return the body of an HTTP/2 response, which shares its connection with others
   */
  Optional<SlicedBody> write(HttpServerRequest request, HlsResponse answer) {
    HttpServerResponse response = request.response();
    if (answer instanceof HlsResponse.Found found) {
      return write(request, response, found);
    }
    if (answer instanceof HlsResponse.Refused refused && !isOver(response)) {
      if (refused.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
        response.putHeader(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_S);
      }
      ErrorAnswer.uncachedText(response, refused.status(), refused.why());
    }
    return Optional.empty();
  }

  private static boolean isOver(HttpServerResponse response) {
    return response.ended() || response.closed();
  }

  private Optional<SlicedBody> write(
      HttpServerRequest request, HttpServerResponse response, HlsResponse.Found found) {
    ByteBuf body = found.body();
    boolean handedOn = false;
    try {
      if (isOver(response)) {
        return Optional.empty();
      }
      response.putHeader(HttpHeaderNames.CACHE_CONTROL, found.cacheControl());
      if (found instanceof HlsResponse.Media media) {
        selectMedia(request, response, media);
      } else if (found instanceof HlsResponse.Playlist playlist) {
        response.headers().add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        if (playlist.gzip()) {
          response.putHeader(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        }
      }
      if (response.getStatusCode() >= HttpResponseStatus.MULTIPLE_CHOICES.code()) {
        response.end();
        return Optional.empty();
      }
      response
          .putHeader(HttpHeaderNames.CONTENT_TYPE, found.contentType())
          .putHeader(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.readableBytes()));
      if (request.version() == HttpVersion.HTTP_2 && request.method().equals(HttpMethod.HEAD)) {
        response.end();
        return Optional.empty();
      }
      sent.accept(body.readableBytes());
      handedOn = true;
      if (request.version() == HttpVersion.HTTP_2) {
        return Optional.of(SlicedBody.write(response, body));
      }
      end(response, body);
      return Optional.empty();
    } finally {
      if (!handedOn) {
        body.release();
      }
    }
  }

  /** Narrows the body to the requested range, or sets a status without a body. */
  private static void selectMedia(
      HttpServerRequest request, HttpServerResponse response, HlsResponse.Media media) {
    String etag = '"' + media.etag() + '"';
    response
        .putHeader(HttpHeaderNames.ETAG, etag)
        .putHeader(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES)
        .putHeader(
            HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Accept-Ranges, Content-Range, ETag");
    if (names(request.getHeader(HttpHeaderNames.IF_NONE_MATCH), etag)) {
      response.setStatusCode(HttpResponseStatus.NOT_MODIFIED.code());
      return;
    }
    String ifRange = request.getHeader(HttpHeaderNames.IF_RANGE);
    if (!request.method().equals(HttpMethod.GET) || (ifRange != null && !ifRange.equals(etag))) {
      return;
    }
    int length = media.body().readableBytes();
    ByteRange.of(request.getHeader(HttpHeaderNames.RANGE), length)
        .ifPresent(range -> selectRange(response, media.body(), range, length));
  }

  /**
   * Compares with a list of tags, also weak ones: immutable media is equal in the weak and in the
   * strong comparison (RFC 9110 §13.1.2).
   */
  private static boolean names(@Nullable String tags, String etag) {
    return tags != null
        && Stream.of(tags.split(","))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }

  private static void selectRange(
      HttpServerResponse response, ByteBuf body, ByteRange range, int length) {
    if (!range.isSatisfiable()) {
      response
          .setStatusCode(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE.code())
          .putHeader(HttpHeaderNames.CONTENT_RANGE, "bytes */" + length);
      return;
    }
    response
        .setStatusCode(HttpResponseStatus.PARTIAL_CONTENT.code())
        .putHeader(
            HttpHeaderNames.CONTENT_RANGE,
            "bytes " + range.first() + "-" + range.last() + "/" + length);
    body.skipBytes(Math.toIntExact(range.first()));
    body.writerIndex(body.readerIndex() + range.size());
  }

  // Vert.x 4 has no other method without a copy; version 5 moves it to another class.
  @SuppressWarnings("deprecation")
  private static void end(HttpServerResponse response, ByteBuf body) {
    // Vert.x does not release the buffer.
    response.end(Buffer.buffer(body)).onComplete(written -> body.release());
  }
}
