package io.framelog.control.registry;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The system's clock, which a test may advance or stop. */
@Mock
@ApplicationScoped
public class MovableClock extends ControlClock {
  private Duration ahead = Duration.ZERO;
  private @Nullable Instant stopped;

  @Override
  public synchronized Instant instant() {
    Instant at = stopped;
    return at == null ? super.instant().plus(ahead) : at;
  }

  synchronized void advance(Duration time) {
    ahead = ahead.plus(time);
  }

  /** Stops the time, so that no time-out passes however slow the machine is. */
  public synchronized void stop() {
    stopped = instant();
  }

  /** Resumes the time from where it was stopped. Idempotent. */
  public synchronized void goOn() {
    Instant at = stopped;
    if (at != null) {
      ahead = Duration.between(super.instant(), at);
      stopped = null;
    }
  }
}
