package io.framelog.security.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request that a publisher sends to another path than {@code /publish/NAME} by mistake. */
final class MediaRequest {
  private static final Set<HttpMethod> METHODS =
      Set.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.valueOf("SOURCE"));

  /** The stream that a path of viewers names, or a file, whose extension is no part of the name. */
  private static final Pattern NAMED =
      Pattern.compile("/(?:(?:live|watch|mirror)/)?([\\w-]+(?:/[\\w-]+){0,3})(?:\\.\\w+)?/?");

  private static final Set<String> NO_NAMES = Set.of("live", "watch", "mirror", "sdk");

  private MediaRequest() {}

  /**
   * Whether a request sends media to a path that accepts none.
   *
   * @param path normalized
   */
  static boolean isMisdirected(HttpServerRequest request, String path) {
    return METHODS.contains(request.method()) && !OperatorPath.is(path);
  }

  /** A message that names the path to publish to. */
  static String sentence(String path) {
    Matcher named = NAMED.matcher(path);
    String name = named.matches() && !NO_NAMES.contains(named.group(1)) ? named.group(1) : "NAME";
    return "Publish to /publish/" + name + ": no media is taken at " + path;
  }
}
