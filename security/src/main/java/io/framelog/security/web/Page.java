package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An HTML page whose addresses are relative to the root of the server, which a proxy may publish
 * below a path prefix that the server does not know: {@code https://example.com/video/}. The page
 * contains {@value #BASE}, which each answer replaces with the relative path from the request's
 * path to the root.
 */
public final class Page {
  private static final String BASE = "<base href=\"/\" />";

  private final String head;
  private final String tail;

  private Page(String head, String tail) {
    this.head = head;
    this.tail = tail;
  }

  /**
   * Reads a page.
   *
   * @param name of a resource on the class path
   * @throws IllegalStateException when it is missing or has no {@value #BASE}
   */
  public static Page read(String name) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "page " + name + " is not on the class path, expected from the web module");
      }
      return of(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("page " + name + " cannot be read", e);
    }
  }

  static Page of(String name, String html) {
    int base = html.indexOf(BASE);
    if (base < 0) {
      throw new IllegalStateException("page " + name + " has no " + BASE);
    }
    return new Page(html.substring(0, base), html.substring(base + BASE.length()));
  }

  /** Answers a request with this page, which browsers revalidate each time. */
  public void send(HttpServerRequest request) {
    request
        .response()
        .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    Content.send(request, at(request.path()));
  }

  Buffer at(String path) {
    return Buffer.buffer(head + "<base href=\"" + root(path) + "\" />" + tail);
  }

  /**
   * The relative address of the server's root (RFC 3986, section 5.2) in an answer to a request.
   *
   * @param path of the request, escaped as it was received, beginning with a slash
   */
  public static String root(String path) {
    long folders = path.chars().filter(c -> c == '/').count() - 1;
    return folders == 0 ? "./" : "../".repeat((int) folders);
  }
}
