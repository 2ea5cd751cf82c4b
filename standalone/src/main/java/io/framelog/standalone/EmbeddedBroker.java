package io.framelog.standalone;

import io.framelog.broker.EmbeddedKafka;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds the broker from before the services' container exists until after it is gone: they write
 * their last records while they stop.
 */
@ApplicationScoped
public class EmbeddedBroker {
  private static final AtomicReference<@Nullable EmbeddedKafka> RUNNING = new AtomicReference<>();

  /** Takes a started broker into custody. */
  static void hold(EmbeddedKafka broker) {
    RUNNING.set(broker);
  }

  void stop(@Observes @Destroyed(ApplicationScoped.class) Object event) {
    release();
  }

  /** Stops the broker, if one runs. */
  static void release() {
    EmbeddedKafka broker = RUNNING.getAndSet(null);
    if (broker != null) {
      broker.close();
    }
  }
}
