package io.framelog.ingest.source.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a capture stands.
 *
 * <pre>
 *            devices deliver, stream claimed
 *   Starting ────────────────────────────────▶ Capturing
 *      │  ▲                                        │
 *      │  │ retryAt, or started anew               │ device gone, worker died, taken over, …
 *      ▼  │                                        │
 *    Failed ◀──────────────────────────────────────┘
 *      │
 *      ▼          any ── stopped by an operator, or the node leaves ─▶ Stopped
 * </pre>
 */
sealed interface CapturePhase {
  /** Whether the diagram has an arrow from here to there. */
  boolean mayBecome(CapturePhase next);

  /** When it came here. */
  Instant since();

  /** The devices are being opened, and the stream claimed. */
  record Starting(Instant since) implements CapturePhase {
    @Override
    public boolean mayBecome(CapturePhase next) {
      return !(next instanceof Starting);
    }
  }

  /** The stream is live. */
  record Capturing(Instant since) implements CapturePhase {
    @Override
    public boolean mayBecome(CapturePhase next) {
      return next instanceof Failed || next instanceof Stopped;
    }
  }

  /**
   * Nothing is captured.
   *
   * @param retryAt when it is tried again; null when that is the operator's to decide
   */
  record Failed(Instant since, @Nullable Instant retryAt) implements CapturePhase {
    @Override
    public boolean mayBecome(CapturePhase next) {
      return next instanceof Starting || next instanceof Stopped;
    }
  }

  /** It is over. */
  record Stopped(Instant since) implements CapturePhase {
    @Override
    public boolean mayBecome(CapturePhase next) {
      return false;
    }
  }
}
