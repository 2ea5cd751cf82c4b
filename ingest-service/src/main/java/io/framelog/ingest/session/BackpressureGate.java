package io.framelog.ingest.session;

import io.framelog.ingest.demux.Demuxer;
import io.framelog.ingest.transcode.SoundTranscoding;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets a source, and what is made of its sound, be read while there is no reason not to. Reasons
 * come and go independently: the socket is paused with the first and resumed with the last. One
 * thread.
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

  /** Adds a reason; nothing happens when it holds already. */
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

  /** Takes a reason away; nothing happens when it did not hold. */
  void resume(PauseReason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      heldNanos += nanoTime.getAsLong() - closedAt;
      demuxer.resume();
      sound.resume();
    }
  }

  /** For how long in all the source was not read, pauses that are over. */
  long heldNanos() {
    return heldNanos;
  }

  boolean isOpen() {
    return reasons.isEmpty();
  }
}
