package io.framelog.ingest.session;

import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * The state of a publisher's connection.
 *
 * <pre>
 *          tracks found           claimed              bytes in flight at the bound
 *   Opening ──────────▶ Claiming ─────────▶ Publishing ────────────────────────────▶ Paused
 *      │                 │    ▲                │  │  ◀────────────────────────────  │  │
 *      │                 │    │                │  │            fell to half         │  │
 *      │                 │    └────────────────┘  │                                 │  │
 *      │                 │    │  append failed    │                                 │  │
 *      │                 │    └───────────────────│─────────────────────────────────┘  │
 *      ▼                 ▼                        ▼                                    ▼
 *    Ending ◀───────────────── finished, broken, taken over, refused, idle, … ──────────
 *      │
 *      │  the end record is acknowledged, or timed out, or is not to be written
 *      ▼
 *    Ended
 * </pre>
 */
sealed interface SessionState {
  /** Whether the diagram has an arrow from here to there. */
  boolean mayBecome(SessionState next);

  /** The hold on the stream; null when there is none. */
  default @Nullable StreamPublication publication() {
    return null;
  }

  /** Bytes are received, the container's tracks are not known yet. */
  record Opening() implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Claiming || next instanceof Ending;
    }
  }

  /** The stream is known and being claimed; the source is paused, parsed events are buffered. */
  record Claiming(StreamId stream) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Publishing || next instanceof Ending;
    }
  }

  /** Samples go into the log. */
  record Publishing(StreamPublication publication) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Paused || next instanceof Claiming || next instanceof Ending;
    }
  }

  /** As publishing, but the bytes in flight have reached their bound: the source is paused. */
  record Paused(StreamPublication publication) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Publishing || next instanceof Claiming || next instanceof Ending;
    }
  }

  /** The last records are being written. */
  record Ending(@Nullable StreamPublication publication, SourceEnd end) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Ended;
    }
  }

  /** All resources are released and the connection is closed. */
  record Ended(SourceEnd end) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return false;
    }
  }
}
