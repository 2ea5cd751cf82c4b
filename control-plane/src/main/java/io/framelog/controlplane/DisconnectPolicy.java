package io.framelog.controlplane;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the reason of an {@code end} record whether a publisher has left, or has dropped and
 * may return soon. Readers wait after a drop; the log contains the end at once.
 */
public final class DisconnectPolicy {
  /** Reasons after which publishers usually reconnect; any other is final. */
  private static final Set<String> DROPS =
      Set.of(
          "closed",
          "disconnected",
          "idle",
          "shutdown",
          "worker-failed",
          "log-away",
          "internal",
          "taken-over");

  private DisconnectPolicy() {}

  /**
   * Whether the publisher dropped.
   *
   * @param reason as in the end record: a label, optionally followed by a colon and a text for
   *     people
   */
  public static boolean mayReturn(@Nullable String reason) {
    if (reason == null) {
      return false;
    }
    int colon = reason.indexOf(':');
    return DROPS.contains(colon < 0 ? reason : reason.substring(0, colon));
  }
}
