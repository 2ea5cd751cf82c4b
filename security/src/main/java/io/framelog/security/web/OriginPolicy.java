package io.framelog.security.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which websites' pages may use a service from a visitor's browser. A browser lets any page open a
 * WebSocket, load media and send a plain POST to any host, also to hosts in the visitor's own
 * network. The request's {@code Origin} names the website (RFC 6454, RFC 6455 §10.2).
 *
 * <p>A request without {@code Origin} and {@code Sec-Fetch-Site} comes from a program, which can
 * send any header it likes. Programs are not restricted here.
 */
public final class OriginPolicy {
  private static final String ANY = "*";
  private static final String FETCH_SITE = "Sec-Fetch-Site";
  private static final String FETCH_MODE = "Sec-Fetch-Mode";

  private final String key;
  private final Set<String> allowed;

  private OriginPolicy(String key, Set<String> allowed) {
    this.key = key;
    this.allowed = allowed;
  }

  /**
   * The policy of a configuration value.
   *
   * @param key the configuration key, for messages
   * @param origins separated by commas, as {@code https://studio.example.com}; {@code *} for any;
   *     empty for only pages of the service's own host and port
   * @throws IllegalArgumentException naming the key when an entry is no origin
   */
  public static OriginPolicy of(String key, String origins) {
    Set<String> given = new TreeSet<>();
    Arrays.stream(origins.split(",", -1))
        .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
        .filter(origin -> !origin.isEmpty())
        .forEach(given::add);
    for (String origin : given) {
      if (!origin.equals(ANY) && !origin.matches("https?://[^/?#@;\\s]+")) {
        throw new IllegalArgumentException(
            key + " has " + origin + ", expected origins like https://studio.example.com, or *");
      }
    }
    return new OriginPolicy(key, Set.copyOf(given));
  }

  /** Whether pages of all websites are allowed. */
  boolean isAny() {
    return allowed.contains(ANY);
  }

  /** The configuration key that allows more origins. */
  public String key() {
    return key;
  }

  /**
   * Whether the page that sent a request may do so; true for a program. A request without {@code
   * Origin} is decided by {@code Sec-Fetch-Site} (Fetch Metadata), which browsers send to {@code
   * https} and localhost. Following a link from another site is allowed.
   */
  public boolean allows(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      return allows(origin, Authority.of(request));
    }
    String site = request.getHeader(FETCH_SITE);
    return site == null
        || isAny()
        || site.equals("same-origin")
        || site.equals("none")
        || isNavigation(request);
  }

  private static boolean isNavigation(HttpServerRequest request) {
    return (HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method()))
        && "navigate".equals(request.getHeader(FETCH_MODE));
  }

  /**
   * Whether pages of an origin are allowed.
   *
   * @param origin the request's {@code Origin}
   * @param host the request's {@code Host}, with the port where it is not the scheme's own
   */
  boolean allows(String origin, @Nullable String host) {
    String asked = origin.toLowerCase(Locale.ROOT);
    return isAny()
        || allowed.contains(asked)
        || (host != null && isOf(asked, host.toLowerCase(Locale.ROOT)));
  }

  /**
   * Ignores the scheme: behind a proxy that terminates TLS the page is https, the request is not.
   */
  private static boolean isOf(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return host.equals(authority);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Which pages may show the service's pages in a frame, as a Content-Security-Policy. */
  String frameAncestors() {
    return isAny()
        ? "frame-ancestors *"
        : ("frame-ancestors 'self' " + String.join(" ", new TreeSet<>(allowed))).strip();
  }
}
