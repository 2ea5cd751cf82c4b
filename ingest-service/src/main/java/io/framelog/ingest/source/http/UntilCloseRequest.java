package io.framelog.ingest.source.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;

/**
 * Requests of Icecast's source clients, with neither a length nor chunks: the body is everything
 * until the connection is closed. By RFC 9112 §6.3 such a request has no body, so only the method
 * {@code SOURCE}, and a {@code PUT} with {@code Expect: 100-continue} or an {@code Ice-} header,
 * are treated like this.
 */
final class UntilCloseRequest {
  /** Icecast's own method, of clients before Icecast 2.4. */
  static final HttpMethod SOURCE = HttpMethod.valueOf("SOURCE");

  private static final String CONTINUE = "100-continue";

  private UntilCloseRequest() {}

  static boolean is(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2
        || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return false;
    }
    return SOURCE.equals(request.method())
        || (HttpMethod.PUT.equals(request.method())
            && (expectsContinue(request) || hasIceHeader(request)));
  }

  /**
   * Whether this is libshout's probe: before it sends, it puts an empty body, and continues unless
   * that is refused.
   */
  static boolean isProbe(HttpServerRequest request) {
    return "0".equals(request.getHeader(HttpHeaders.CONTENT_LENGTH)) && hasIceHeader(request);
  }

  static boolean expectsContinue(HttpServerRequest request) {
    return CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  private static boolean hasIceHeader(HttpServerRequest request) {
    return request.headers().names().stream()
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("ice-"));
  }
}
