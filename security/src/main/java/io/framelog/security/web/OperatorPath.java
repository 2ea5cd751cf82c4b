package io.framelog.security.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paths for operators: {@code /q} with health and metrics, the control API and its dashboard. A
 * reverse proxy must not publish them without authentication.
 */
final class OperatorPath {
  /** Quarkus' REST routes match a path without the parameters of its segments. */
  private static final Pattern PATHS =
      Pattern.compile(
          "(?:/(?:;[^/]*)?)*/(?<first>q|api|dashboard)(?:;[^/]*)?(?:/.*)?", Pattern.DOTALL);

  private OperatorPath() {}

  /**
   * @param path normalized
   */
  static boolean is(String path) {
    return PATHS.matcher(path).matches();
  }

  /**
   * Whether a path leads to one of these and does not begin with it, as {@code /live/../q}, {@code
   * //q}, {@code /%71} and {@code /api;a=b} do: a proxy that compares paths as they are sent passes
   * it on.
   *
   * @param sent as the client sent it
   * @param path the same, normalized
   */
  static boolean isDisguised(@Nullable String sent, String path) {
    Matcher operators = PATHS.matcher(path);
    return operators.matches()
        && (sent == null || !(sent + "/").startsWith("/" + operators.group("first") + "/"));
  }
}
