package io.framelog.edge.channel;

import io.framelog.controlplane.StreamState;
import io.framelog.log.LogId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The session that viewers wait for: the first one that the control plane names after they were
 * told that nobody publishes. They are given all of it, from its claim on, however much the log
 * holds by the time it is read, and even when the session is over by then.
 *
 * <pre>
 *   nobody publishes     another session is named      the log is read from its claim on
 *   ────────────────▶ WAITING ──────────────▶ NAMED ───────────────────▶ not waiting
 * </pre>
 *
 * Everything happens under the owner's lock.
 */
final class AwaitedSession {
  private boolean waiting;
  private @Nullable StreamState before;
  private @Nullable StreamState named;

  /**
   * Viewers wait from now on.
   *
   * @param last the session that is over, as the control plane knows it; absent for none
   */
  void await(@Nullable StreamState last) {
    waiting = true;
    before = last;
    named = null;
  }

  /** What the control plane says of the stream. */
  void heard(StreamState now) {
    if (waiting && named == null && !isSame(before, now)) {
      named = now;
    }
  }

  private static boolean isSame(@Nullable StreamState one, StreamState other) {
    return one != null && one.logId().equals(other.logId()) && one.session() == other.session();
  }

  /**
   * Ends the wait, because a log is read from now on.
   *
   * @return the offset of the session's claim; empty when no session was waited for, or it is not
   *     in this log, and in a mirror's copy, where claims have other offsets
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
