package io.framelog.ingest.session;

import io.framelog.ingest.demux.Demuxer;
import io.framelog.ingest.transcode.SoundTranscoding;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Pauses a source and its transcoded audio while there is a reason to. Reasons are added and
 * removed independently: the first one pauses, and the removal of the last one resumes. One thread.
 */
final class BackpressureGate {
  private final Demuxer demuxer;
  private final SoundTranscoding sound;
  private final SessionMeter meter;
  private final LongSupplier nanoTime;
  private final Set<PauseReason> reasons = EnumSet.noneOf(PauseReason.class);
  private long closedAt;
  private long heldNanos;

  BackpressureGate(
      Demuxer demuxer, SoundTranscoding sound, SessionMeter meter, LongSupplier nanoTime) {
    this.demuxer = demuxer;
    this.sound = sound;
    this.meter = meter;
    this.nanoTime = nanoTime;
  }

  /** Adds a reason; no effect when it is already present. */
  void pause(PauseReason reason) {
    boolean open = reasons.isEmpty();
    if (reasons.add(reason)) {
      meter.paused(reason);
      if (open) {
        closedAt = nanoTime.getAsLong();
        demuxer.pause();
        sound.pause();
      }
    }
  }

  /** Removes a reason; no effect when it is absent. */
  void resume(PauseReason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      heldNanos += nanoTime.getAsLong() - closedAt;
      demuxer.resume();
      sound.resume();
    }
  }

  /** Total time of the pauses that have ended, ns. */
  long heldNanos() {
    return heldNanos;
  }

  boolean isOpen() {
    return reasons.isEmpty();
  }
}
