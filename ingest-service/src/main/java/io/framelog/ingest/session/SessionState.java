package io.framelog.ingest.session;

import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * Where a publisher's connection stands.
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
 *      │  the end record is acknowledged, or took too long, or is not ours to write
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

  /** Bytes come, the container's tracks are not known yet. */
  record Opening() implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Claiming || next instanceof Ending;
    }
  }

  /** The stream is known and asked for; the source is paused, what was parsed is held. */
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

  /** As publishing, and the log has as many bytes in flight as it may: the source is paused. */
  record Paused(StreamPublication publication) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Publishing || next instanceof Claiming || next instanceof Ending;
    }
  }

  /** The last records are on their way. */
  record Ending(@Nullable StreamPublication publication, SourceEnd end) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return next instanceof Ended;
    }
  }

  /** Nothing is held any more and the connection is closed. */
  record Ended(SourceEnd end) implements SessionState {
    @Override
    public boolean mayBecome(SessionState next) {
      return false;
    }
  }
}
