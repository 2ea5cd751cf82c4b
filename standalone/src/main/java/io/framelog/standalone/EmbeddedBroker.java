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
 * Holds the broker, which starts before the services' container and stops after it: the services
 * write their last records while they stop. The broker and the container start in parallel, because
 * both take equally long; the first service waits for the broker.
 */
@ApplicationScoped
public class EmbeddedBroker {
  /** Before the services create the control topics, which precedes the start of their channels. */
  private static final int BEFORE_CONTROL_TOPICS = Interceptor.Priority.LIBRARY_BEFORE - 200;

  private static final AtomicReference<@Nullable CompletableFuture<EmbeddedKafka>> STARTED =
      new AtomicReference<>();

  /**
   * Starts a broker in the background.
   *
   * @return its bootstrap servers
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

  /** Stops the broker, if one runs or is starting. */
  static void release() {
    CompletableFuture<EmbeddedKafka> started = STARTED.getAndSet(null);
    if (started != null) {
      started.handle(EmbeddedBroker::close).join();
    }
  }

  /** A broker that failed to start has nothing to close; {@link #await} has thrown its failure. */
  private static boolean close(@Nullable EmbeddedKafka broker, @Nullable Throwable failure) {
    if (broker != null) {
      broker.close();
    }
    return broker != null;
  }
}
