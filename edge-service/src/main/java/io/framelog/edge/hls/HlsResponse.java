package io.framelog.edge.hls;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a request for a playlist or for media gets. */
sealed interface HlsResponse {
  /** Bytes, with a reference that belongs to whoever has the answer. */
  sealed interface Found extends HlsResponse {
    ByteBuf body();

    String contentType();

    String cacheControl();
  }

  /**
   * A playlist as it is now.
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
   * What an address holds for ever, of which a player may ask for a range.
   *
   * @param etag without quotes; no two addresses have the same
   */
  record Media(ByteBuf body, String contentType, String etag) implements Found {
    @Override
    public String cacheControl() {
      return "public, max-age=31536000, immutable";
    }
  }

  /** Nothing, and why. */
  record Refused(HttpResponseStatus status, String why) implements HlsResponse {}

  static HlsResponse notFound(String why) {
    return new Refused(HttpResponseStatus.NOT_FOUND, why);
  }

  /** Asked again in a second, it may be there. */
  static HlsResponse unavailable(String why) {
    return new Refused(HttpResponseStatus.SERVICE_UNAVAILABLE, why);
  }
}
