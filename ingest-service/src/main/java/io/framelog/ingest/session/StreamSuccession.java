package io.framelog.ingest.session;

import io.framelog.log.Holder;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import io.framelog.log.Succession;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Decides whether a publisher may take over a stream: always from a connection of this node that
 * has ended; never an exclusive stream whose publisher is live; otherwise unless the stream is
 * taken over too often.
 *
 * <p>The last rule stops two publishers that both reconnect from taking over one stream from each
 * other forever. Each claim record contains the number of consecutive takeovers, so that all nodes
 * have it.
 *
 * <pre>
 *   A ── B takes over: 1 ── A: 2 ── B: 3 ── A: 4 ── B refused for the hold time
 *     ── B takes over: 5 ── A refused for twice as long …
 * </pre>
 *
 * <p>The number is reset when a publisher has held the stream for three times its hold time, or has
 * ended its session. So a publisher that replaces another one or reconnects after a crash is not
 * refused. Clocks only affect how long a publisher is refused.
 *
 * @param holdTime how long the newest of two alternating publishers keeps the stream at first; zero
 *     disables it
 * @param again the publisher lost the stream to a failed append: the current holder connected later
 *     and keeps it
 */
record StreamSuccession(
    StreamId stream,
    PublishersHere publishers,
    StreamRules rules,
    Duration holdTime,
    InstantSource clock,
    boolean again)
    implements Succession {
  /** Consecutive takeovers from which on the newest publisher keeps the stream. */
  private static final int ALTERNATING = 4;

  private static final int MAX_DOUBLINGS = 5;

  /** Another publisher took over the stream after this one had lost it. */
  static final class TakenOver extends LogException.Refused {
    private static final long serialVersionUID = 1L;

    TakenOver(String message) {
      super(message);
    }
  }

  /** The stream was taken over too often. */
  static final class Contested extends LogException.Refused {
    private static final long serialVersionUID = 1L;

    Contested(String message) {
      super(message);
    }
  }

  @Override
  public int replace(Holder holder) {
    SessionOwner owner = SessionOwner.parse(holder.owner());
    if (publishers.isGone(owner)) {
      return 0;
    }
    if (again) {
      throw new TakenOver("another publisher took the stream" + of(holder));
    }
    if (rules.keeps(stream, owner)) {
      throw new LogException.Refused("stream is exclusive and has a publisher" + of(holder));
    }
    return takeovers(holder, publishers.isSilent(owner));
  }

  /**
   * The number of consecutive takeovers when a holder is replaced.
   *
   * @param silent the holder is known to send nothing
   * @throws Contested when the holder keeps the stream for now
   */
  private int takeovers(Holder holder, boolean silent) {
    Duration held = Duration.ofMillis(Math.max(0, clock.millis() - holder.claimedAtMs()));
    Duration keeps = holdAfter(holder.takeovers());
    if (!silent && holder.takeovers() >= ALTERNATING && held.compareTo(keeps) < 0) {
      throw new Contested(
          "publishers take the stream from each other; the newest one keeps it for "
              + (keeps.minus(held).toSeconds() + 1)
              + " s more"
              + of(holder));
    }
    boolean inARow = held.compareTo(keeps.multipliedBy(3)) < 0;
    return inARow ? holder.takeovers() + 1 : 1;
  }

  private Duration holdAfter(int takeovers) {
    int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, takeovers - ALTERNATING));
    return holdTime.multipliedBy(1L << doublings);
  }

  private String of(Holder holder) {
    return " stream=" + stream + " publisher=" + holder.owner();
  }
}
