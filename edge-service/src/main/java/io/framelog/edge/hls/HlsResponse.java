package io.framelog.edge.hls;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

/** The response to a request for a playlist or for media. */
sealed interface HlsResponse {
  /** A body, with a reference that the owner of the response releases. */
  sealed interface Found extends HlsResponse {
    ByteBuf body();

    String contentType();

    String cacheControl();
  }

  /**
   * A playlist.
   *
   * @param gzip whether the body is compressed
   */
  record Playlist(ByteBuf body, String cacheControl, boolean gzip) implements Found {
    @Override
    public String contentType() {
      return "application/vnd.apple.mpegurl";
    }
  }

  /**
   * Immutable media, of which a player may request a range.
   *
   * @param etag without quotes, unique per URL
   */
  record Media(ByteBuf body, String contentType, String etag) implements Found {
    @Override
    public String cacheControl() {
      return "public, max-age=31536000, immutable";
    }
  }

  /** A refusal, with a sentence for people. */
  record Refused(HttpResponseStatus status, String why) implements HlsResponse {}

  static HlsResponse notFound(String why) {
    return new Refused(HttpResponseStatus.NOT_FOUND, why);
  }

  /** A 503: a request repeated a second later may succeed. */
  static HlsResponse unavailable(String why) {
    return new Refused(HttpResponseStatus.SERVICE_UNAVAILABLE, why);
  }
}
