package io.framelog.controlplane;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the reason of an {@code end} record says of a publisher: that it has left, or that it
 * dropped and may be back in a moment. Readers are patient with a drop; the log states the end at
 * once.
 */
public final class DisconnectPolicy {
  /** Reasons whose publishers usually come back by themselves; any other is an end. */
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
   * @param reason as in the end record: a label, after a colon perhaps more for people
   */
  public static boolean mayReturn(@Nullable String reason) {
    if (reason == null) {
      return false;
    }
    int colon = reason.indexOf(':');
    return DROPS.contains(colon < 0 ? reason : reason.substring(0, colon));
  }
}
