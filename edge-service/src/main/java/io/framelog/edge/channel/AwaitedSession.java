package io.framelog.edge.channel;

import io.framelog.controlplane.StreamState;
import io.framelog.log.LogId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The session that viewers wait for: the first one that the control plane announces after they were
 * notified that nobody publishes. They receive the whole session, starting at its claim, even if
 * much of it is in the log, or it has ended, by the time the log is read.
 *
 * <pre>
 *   nobody publishes     another session announced     the log is read from its claim on
 *   ────────────────▶ WAITING ──────────────▶ NAMED ───────────────────▶ not waiting
 * </pre>
 *
 * Guarded by the owner's lock.
 */
final class AwaitedSession {
  private boolean waiting;
  private @Nullable StreamState before;
  private @Nullable StreamState named;

  /**
   * Begins the wait.
   *
   * @param last the session that has ended, as the control plane describes it; null if there was
   *     none
   */
  void await(@Nullable StreamState last) {
    waiting = true;
    before = last;
    named = null;
  }

  /** The control plane has described the stream. */
  void heard(StreamState now) {
    if (waiting && named == null && !isSame(before, now)) {
      named = now;
    }
  }

  private static boolean isSame(@Nullable StreamState one, StreamState other) {
    return one != null && one.logId().equals(other.logId()) && one.session() == other.session();
  }

  /**
   * Ends the wait, because a log is being read.
   *
   * @return the offset of the session's claim; empty when there was no awaited session, when it is
   *     not in this log, and in a mirror's copy, where claims have other offsets
   */
  OptionalLong end(LogId log) {
    StreamState session = named;
    waiting = false;
    named = null;
    return session != null && session.logId().equals(log.value())
        ? OptionalLong.of(session.session())
        : OptionalLong.empty();
  }
}
