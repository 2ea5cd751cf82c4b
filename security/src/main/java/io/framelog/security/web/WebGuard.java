package io.framelog.security.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.arc.All;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Checks every request of a process before any route.
 *
 * <pre>
 *   request ─▶ address? ─▶ our Host? ─▶ allowed page? ─▶ change as JSON? ─▶ CORS headers ─▶ route
 *               400        400, 421         403               415
 * </pre>
 *
 * On event loops, never blocks. See decision 19.
 */
@ApplicationScoped
public class WebGuard {
  /** Only after the handlers that count requests, because refused ones are counted too. */
  static final int FIRST = Integer.MIN_VALUE + 1;

  private static final Set<HttpMethod> CHANGES =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  /** For paths to which no service has a door, such as metrics. */
  private static final Door OTHERS =
      new Door(List.of("/"), OriginPolicy.of("", ""), Door.Kind.ORDINARY);

  private static final Refusal NO_HOST =
      new Refusal(
          Refusal.Reason.MALFORMED,
          "The request has no valid Host header, expected exactly one (RFC 9112, section 3.2).");

  private static final Refusal DISGUISED =
      new Refusal(
          Refusal.Reason.MALFORMED,
          "The path leads to /q, /api or /dashboard and does not begin with it: expected no \".\","
              + " \"..\", \"//\", \";\" or escape in it, because proxies compare paths as they are"
              + " sent.");

  /** Replaces a path that cannot be parsed in the log. */
  private static final String MALFORMED_PATH = "(malformed)";

  private final List<Door> doors;
  private final HostPolicy hosts;
  private final RefusalCount refused;
  private final Instance<MediaElsewhere> mediaElsewhere;

  WebGuard(
      @All List<Door> doors,
      @ConfigProperty(name = "framelog.hosts") Optional<String> hosts,
      MeterRegistry registry,
      Instance<MediaElsewhere> mediaElsewhere) {
    this.doors = List.copyOf(doors);
    this.hosts = HostPolicy.of(hosts.orElse(""), HostPolicy.namesOfThisMachine());
    this.refused = new RefusalCount(registry);
    this.mediaElsewhere = mediaElsewhere;
  }

  void register(@Observes Router router) {
    router.route().order(FIRST).handler(this::accept).failureHandler(this::fail);
  }

  private void accept(RoutingContext rc) {
    String fault = RequestTarget.fault(rc.request().uri());
    if (fault != null) {
      refuse(rc, MALFORMED_PATH, new Refusal(Refusal.Reason.MALFORMED, fault));
      return;
    }
    String path = rc.normalizedPath();
    if (OperatorPath.isDisguised(rc.request().path(), path)) {
      refuse(rc, path, DISGUISED);
      return;
    }
    Door door = doorTo(path);
    Refusal refusal = refusal(rc.request(), door, path);
    if (refusal != null) {
      if (refusal.reason() == Refusal.Reason.MEDIA && mediaElsewhere.isResolvable()) {
        mediaElsewhere.get().refuse(rc, refusal.sentence());
      } else {
        refuse(rc, path, refusal);
      }
      return;
    }
    CrossOrigin.put(rc.request(), rc.response(), door.origins());
    if (CrossOrigin.isPreflight(rc.request())) {
      CrossOrigin.answerPreflight(rc.response());
    } else {
      rc.next();
    }
  }

  private void refuse(RoutingContext rc, String path, Refusal refusal) {
    refused.add(refusal, path);
    refusal.send(rc.response());
  }

  /**
   * The router fails a request without {@code Host}, and one for the path {@code *}, by itself,
   * before any route.
   */
  private void fail(RoutingContext rc) {
    if (HttpMethod.OPTIONS.equals(rc.request().method())
        && "*".equals(rc.request().path())
        && hasHost(rc.request())) {
      // About the server in general (RFC 9110, section 9.3.7). Icecast's clients send it first.
      rc.response()
          .setStatusCode(HttpResponseStatus.OK.code())
          .putHeader(HttpHeaderNames.ALLOW, "GET, HEAD, POST, PUT, DELETE, SOURCE, OPTIONS")
          .end();
    } else if (rc.statusCode() == HttpResponseStatus.BAD_REQUEST.code() && !hasHost(rc.request())) {
      refuse(rc, String.valueOf(rc.request().path()), NO_HOST);
    } else {
      Failures.answer(rc);
    }
  }

  private Door doorTo(String path) {
    for (Door door : doors) {
      if (door.leadsTo(path)) {
        return door;
      }
    }
    return OTHERS;
  }

  private @Nullable Refusal refusal(HttpServerRequest request, Door door, String path) {
    if (!hasHost(request)) {
      return NO_HOST;
    }
    if (!hosts.allows(request)) {
      return new Refusal(
          Refusal.Reason.HOST,
          "The Host is not a name of this service: expected its address, localhost, the machine's"
              + " name, or a name in framelog.hosts.");
    }
    if (door.kind() == Door.Kind.PUBLISHING) {
      return null;
    }
    if (!door.origins().allows(request)) {
      return new Refusal(
          Refusal.Reason.ORIGIN,
          door.equals(OTHERS)
              ? "Pages of other websites may not use this path."
              : "Pages of this website may not use this path, see " + door.origins().key() + ".");
    }
    if (!isJson(request) && MediaRequest.isMisdirected(request, path)) {
      return new Refusal(Refusal.Reason.MEDIA, MediaRequest.sentence(path));
    }
    if (isChange(request) && !isJson(request)) {
      return new Refusal(
          Refusal.Reason.CONTENT_TYPE,
          "The Content-Type is not application/json, which every change needs.");
    }
    if (isChange(request) && !ContentCoding.isIdentity(request)) {
      return new Refusal(
          Refusal.Reason.CONTENT_TYPE,
          "The Content-Encoding is not taken, expected identity or no such header.");
    }
    return null;
  }

  /** Whether the request has a valid Host; HTTP/1.0 requires none. */
  private static boolean hasHost(HttpServerRequest request) {
    return Authority.of(request) != null
        || (request.version() == HttpVersion.HTTP_1_0
            && !request.headers().contains(HttpHeaderNames.HOST));
  }

  private static boolean isChange(HttpServerRequest request) {
    return CHANGES.contains(request.method())
        && (!HttpMethod.DELETE.equals(request.method()) || hasBody(request));
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  /**
   * A browser sends a preflight before JSON to another origin, but not before other types or none.
   */
  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaderNames.CONTENT_TYPE);
    return type != null
        && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
  }
}
