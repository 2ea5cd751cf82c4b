package io.framelog.standalone;

import io.framelog.broker.BrokerException;
import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds the broker from before the services' container exists until after it is gone: they write
 * their last records while they stop. It starts beside the container, which takes as long, and is
 * awaited before the first service asks for it.
 */
@ApplicationScoped
public class EmbeddedBroker {
  /** Before the services make the control topics, which is before their channels start. */
  private static final int BEFORE_CONTROL_TOPICS = Interceptor.Priority.LIBRARY_BEFORE - 200;

  private static final AtomicReference<@Nullable CompletableFuture<EmbeddedKafka>> STARTED =
      new AtomicReference<>();

  /**
   * Begins to start a broker.
   *
   * @return where it will be
   * @throws BrokerException when the port is taken
   */
  static String begin(EmbeddedKafkaSettings wanted) {
    EmbeddedKafkaSettings settings = wanted.withPort(EmbeddedKafka.claimPort(wanted.port()));
    STARTED.set(
        CompletableFuture.supplyAsync(
            () -> EmbeddedKafka.start(settings),
            start -> new Thread(start, "framelog-broker-start").start()));
    return EmbeddedKafka.bootstrapServers(settings.port());
  }

  void await(@Observes @Priority(BEFORE_CONTROL_TOPICS) StartupEvent event) {
    CompletableFuture<EmbeddedKafka> started = STARTED.get();
    if (started != null) {
      Progress.say("broker at " + started.join().bootstrapServers());
    }
  }

  void stop(@Observes @Destroyed(ApplicationScoped.class) Object event) {
    release();
  }

  /** Stops the broker, if one runs or is about to. */
  static void release() {
    CompletableFuture<EmbeddedKafka> started = STARTED.getAndSet(null);
    if (started != null) {
      started.handle(EmbeddedBroker::close).join();
    }
  }

  /** One that never started has nothing to close; who awaited it was told why. */
  private static boolean close(@Nullable EmbeddedKafka broker, @Nullable Throwable failure) {
    if (broker != null) {
      broker.close();
    }
    return broker != null;
  }
}
