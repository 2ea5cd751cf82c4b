package io.framelog.ingest.session;

import io.framelog.ingest.source.Source;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lets a source be read while there is no reason not to. Reasons come and go independently: the
 * socket is paused with the first and resumed with the last. One thread.
 */
final class SourceGate {
  private final Source source;
  private final SessionMeter meter;
  private final Set<PauseReason> reasons = EnumSet.noneOf(PauseReason.class);

  SourceGate(Source source, SessionMeter meter) {
    this.source = source;
    this.meter = meter;
  }

  /** Adds a reason; nothing happens when it holds already. */
  void pause(PauseReason reason) {
    boolean open = reasons.isEmpty();
    if (reasons.add(reason)) {
      meter.paused(reason);
      if (open) {
        source.pause();
      }
    }
  }

  /** Takes a reason away; nothing happens when it did not hold. */
  void resume(PauseReason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      source.resume();
    }
  }

  boolean isOpen() {
    return reasons.isEmpty();
  }
}
