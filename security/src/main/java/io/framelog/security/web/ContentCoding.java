package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** The content codings of a request's body (RFC 9110 §8.4). None is decoded. */
public final class ContentCoding {
  /** The only coding that is taken. */
  public static final String IDENTITY = "identity";

  private static final Pattern COMMA = Pattern.compile(",");

  private ContentCoding() {}

  /** Whether a body is sent as it is. */
  public static boolean isIdentity(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING).stream()
        .flatMap(COMMA::splitAsStream)
        .map(String::strip)
        .allMatch(coding -> coding.isEmpty() || coding.equalsIgnoreCase(IDENTITY));
  }
}
