package io.framelog.control.events;

import io.framelog.control.registry.ControlSettings;
import io.framelog.control.registry.StreamView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Passes events to listeners, each with its own bounded queue.
 *
 * <pre>
 * publish ─▶ [queue ≤ event-queue] ─▶ listener
 *        └─▶ [queue ≤ event-queue] ─▶ listener     full: that listener is disconnected, counted;
 *                                                  it reconnects and gets the live streams
 * </pre>
 */
@ApplicationScoped
public class StreamEvents {
  private final Set<UnicastProcessor<StreamEvent>> listeners = ConcurrentHashMap.newKeySet();
  private final int queueSize;
  private final Counter overflows;

  StreamEvents(ControlSettings settings, MeterRegistry meters) {
    this.queueSize = settings.eventQueue();
    this.overflows =
        Counter.builder("framelog.control.events.overflows")
            .description("Event listeners disconnected because they did not keep up")
            .register(meters);
    Gauge.builder("framelog.control.events.listeners", listeners, Set::size)
        .description("Event listeners that are connected")
        .register(meters);
  }

  /** Never blocks. */
  public synchronized void publish(StreamEvent event) {
    for (UnicastProcessor<StreamEvent> listener : listeners) {
      listener.onNext(event);
    }
  }

  /**
   * The live streams as {@code started}, then all further events.
   *
   * @param live called once, after the listener is registered, so that no event is missed
   */
  public Multi<StreamEvent> listen(Supplier<List<StreamView>> live) {
    return Multi.createFrom()
        .deferred(
            () -> {
              UnicastProcessor<StreamEvent> queue =
                  UnicastProcessor.create(new ArrayBlockingQueue<>(queueSize), null);
              listeners.add(queue);
              Multi<StreamEvent> happening =
                  queue.onFailure().invoke(failure -> overflows.increment());
              return Multi.createBy()
                  .concatenating()
                  .streams(
                      Multi.createFrom().iterable(live.get()).map(StreamEvent::started), happening)
                  .onTermination()
                  .invoke(() -> listeners.remove(queue));
            });
  }
}
