package io.framelog.edge.node;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The shutdown of an edge: readiness goes, viewers are told where to go on, their sockets are
 * closed by us (Quarkus would wait for an upgraded socket until its time-out).
 */
@ApplicationScoped
public class Drain {
  /** Fired once; whoever holds viewers moves them. */
  public record Begun() {}

  private final AtomicBoolean begun = new AtomicBoolean();
  private final Event<Begun> event;

  Drain(Event<Begun> event) {
    this.event = event;
  }

  void onDelay(@Observes ShutdownDelayInitiatedEvent delay) {
    begin();
  }

  void onShutdown(@Observes ShutdownEvent shutdown) {
    begin();
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      event.fire(new Begun());
    }
  }

  boolean hasBegun() {
    return begun.get();
  }
}
