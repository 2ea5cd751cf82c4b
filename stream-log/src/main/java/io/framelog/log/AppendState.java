package io.framelog.log;

/**
 * The state of a session's appends.
 *
 * <pre>
 *   OPEN ── end() ──▶ ENDING ── end acknowledged ──▶ ENDED
 *    │                  │
 *    └── taken over, ───┴──────────────────────────▶ LOST
 *        append failed
 * </pre>
 */
enum AppendState {
  OPEN,
  ENDING,
  ENDED,
  LOST;

  boolean mayBecome(AppendState next) {
    return switch (this) {
      case OPEN -> next == ENDING || next == LOST;
      case ENDING -> next == ENDED || next == LOST;
      case ENDED, LOST -> false;
    };
  }

  /** Whether records may still be sent to Kafka. */
  boolean sends() {
    return this == OPEN || this == ENDING;
  }
}
