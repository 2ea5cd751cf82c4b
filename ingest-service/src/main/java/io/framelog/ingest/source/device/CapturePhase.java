package io.framelog.ingest.source.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The phase of a capture.
 *
 * <pre>
 *            devices deliver, stream claimed
 *   Starting ────────────────────────────────▶ Capturing
 *      │  ▲                                        │
 *      │  │ retryAt, or restarted                  │ device gone, worker died, taken over, …
 *      ▼  │                                        │
 *    Failed ◀──────────────────────────────────────┘
 *      │
 *      ▼          any ── stopped by an operator or the node's shutdown ─▶ Stopped
 * </pre>
 */
sealed interface CapturePhase {
  /** Whether the diagram has an arrow from here to there. */
  boolean mayBecome(CapturePhase next);

  /** When the capture entered this phase. */
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
   * @param retryAt when it is retried; null when only an operator restarts it
   */
  record Failed(Instant since, @Nullable Instant retryAt) implements CapturePhase {
    @Override
    public boolean mayBecome(CapturePhase next) {
      return next instanceof Starting || next instanceof Stopped;
    }
  }

  /** It has ended. */
  record Stopped(Instant since) implements CapturePhase {
    @Override
    public boolean mayBecome(CapturePhase next) {
      return false;
    }
  }
}
