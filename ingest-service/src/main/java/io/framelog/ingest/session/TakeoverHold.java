package io.framelog.ingest.session;

import io.framelog.log.Holder;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Stops two publishers that both reconnect from taking one stream from each other for ever. Each
 * claim says how many takeovers in a row it makes, so that all nodes know it.
 *
 * <pre>
 *   A ── B takes over: 1 ── A: 2 ── B: 3 ── A: 4 ── B refused for the hold time
 *     ── B takes over: 5 ── A refused for twice as long …
 * </pre>
 *
 * <p>A row is broken when a publisher had the stream for three times as long as it may hold it, or
 * ended its session. So one that replaces another is not refused, nor is one that comes back after
 * a crash. Clocks decide only how long somebody waits.
 */
final class TakeoverHold {
  /** Takeovers in a row, from which on the newest publisher holds the stream. */
  private static final int ALTERNATING = 4;

  private static final int MAX_DOUBLINGS = 5;

  private final Duration hold;
  private final InstantSource clock;

  /**
   * @param hold how long the newest of two alternating publishers keeps the stream at first; zero
   *     for not at all
   */
  TakeoverHold(Duration hold, InstantSource clock) {
    this.hold = hold;
    this.clock = clock;
  }

  /** The stream has changed hands too often. */
  static final class Contested extends LogException.Refused {
    private static final long serialVersionUID = 1L;

    Contested(String message) {
      super(message);
    }
  }

  /**
   * Which takeover in a row it is to replace a holder.
   *
   * @param silent the holder is known to send nothing
   * @throws Contested when the holder keeps the stream for now
   */
  int replace(StreamId stream, Holder holder, boolean silent) {
    Duration held = Duration.ofMillis(Math.max(0, clock.millis() - holder.claimedAtMs()));
    Duration keeps = holdAfter(holder.takeovers());
    if (!silent && holder.takeovers() >= ALTERNATING && held.compareTo(keeps) < 0) {
      throw new Contested(
          "publishers take the stream from each other; the newest one keeps it for "
              + (keeps.minus(held).toSeconds() + 1)
              + " s more stream="
              + stream
              + " publisher="
              + holder.owner());
    }
    boolean inARow = held.compareTo(keeps.multipliedBy(3)) < 0;
    return inARow ? holder.takeovers() + 1 : 1;
  }

  private Duration holdAfter(int takeovers) {
    int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, takeovers - ALTERNATING));
    return hold.multipliedBy(1L << doublings);
  }
}
