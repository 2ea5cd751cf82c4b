package io.framelog.ingest.source;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose pages may publish from a visitor's browser. A browser lets any page open a WebSocket or
 * send a plain POST to any host, inside the visitor's network too, and says only in {@code Origin}
 * whose page it is (RFC 6455 §10.2): without this check every website its users visit could publish
 * here.
 *
 * <p>A request without {@code Origin} comes from a program, which can say what it likes anyway.
 */
public final class OriginPolicy {
  /** What a publisher of another website is told. */
  public static final SourceEnd FOREIGN =
      new SourceEnd(
          EndReason.FOREIGN_ORIGIN,
          "pages of this origin may not publish here, see framelog.ingest.origins");

  private static final String ANY = "*";

  private final boolean any;
  private final Set<String> allowed;

  private OriginPolicy(boolean any, Set<String> allowed) {
    this.any = any;
    this.allowed = allowed;
  }

  /**
   * The policy of a configuration value.
   *
   * @param origins separated by commas, as {@code https://studio.example.com}; {@code *} for any;
   *     empty for pages of this very host and port alone
   * @throws IllegalArgumentException naming the key when an origin is none
   */
  public static OriginPolicy of(String origins) {
    Set<String> given =
        Arrays.stream(origins.split(",", -1))
            .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    for (String origin : given) {
      if (!origin.equals(ANY) && !origin.matches("https?://[^/?#@\\s]+")) {
        throw new IllegalArgumentException(
            "framelog.ingest.origins has "
                + origin
                + ", expected origins like https://studio.example.com, or *");
      }
    }
    return new OriginPolicy(given.contains(ANY), given);
  }

  /**
   * Whether a request may publish.
   *
   * @param origin the request's {@code Origin}; null when it has none
   * @param host the request's {@code Host}, with the port where it is not the scheme's own
   */
  public boolean allows(@Nullable String origin, @Nullable String host) {
    if (origin == null || any) {
      return true;
    }
    String asked = origin.toLowerCase(Locale.ROOT);
    return allowed.contains(asked) || (host != null && isOf(asked, host.toLowerCase(Locale.ROOT)));
  }

  /** The scheme is left out: behind a proxy that ends TLS the page is https, the request is not. */
  private static boolean isOf(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return host.equals(authority);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
