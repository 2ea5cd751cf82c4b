package io.framelog.edge.node;

import io.framelog.edge.EdgeConfig;
import io.framelog.edge.connection.ConnectedViewers;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The shutdown of an edge (SIGTERM): it is not ready any more, refuses new viewers, moves its
 * viewers, and ends when they have disconnected. Everything else runs until then, because Quarkus
 * waits for this observer. The edge must close its sockets itself, or Quarkus would wait for them.
 */
@ApplicationScoped
public class Drain {
  private static final Logger LOG = Logger.getLogger(Drain.class);

  private final ConnectedViewers viewers;
  private final DrainSchedule schedule;
  private final AtomicBoolean begun = new AtomicBoolean();

  Drain(ConnectedViewers viewers, EdgeConfig config) {
    this.viewers = viewers;
    this.schedule = new DrainSchedule(config.drainDuration(), config.movedGrace());
  }

  void onDelay(@Observes ShutdownDelayInitiatedEvent delay) {
    run();
  }

  /** For a shutdown without a delay, as in development. */
  void onShutdown(@Observes ShutdownEvent shutdown) {
    run();
  }

  private void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    int count = viewers.size();
    long start = System.nanoTime();
    try {
      schedule.run(viewers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (count == 0) {
      return;
    }
    LOG.infof(
        "viewers were moved count=%d left=%d ms=%d",
        count, viewers.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }
}
