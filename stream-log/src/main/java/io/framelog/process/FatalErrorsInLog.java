package io.framelog.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Ends the process on an {@link Error} that a library caught and logged: Vert.x and Netty do so on
 * event loops and worker threads, Kafka on its network threads and in callbacks, SmallRye in its
 * channels, Quarkus in HTTP requests.
 *
 * <p>A {@link LinkageError} is ignored here: libraries look for optional classes and native code,
 * and log that these are missing. Records below {@link Level#WARNING} are ignored. Thread-safe.
 */
@Singleton
final class FatalErrorsInLog extends Handler {
  FatalErrorsInLog() {
    setLevel(Level.WARNING);
  }

  /** Begins when the bean container is initialized. All services of a process share this bean. */
  void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
    Logger.getLogger("").addHandler(this);
  }

  void end(@Observes @Destroyed(ApplicationScoped.class) Object event) {
    Logger.getLogger("").removeHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record) && !(FatalErrors.errorIn(record.getThrown()) instanceof LinkageError)) {
      FatalErrors.endProcessOn(record.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
