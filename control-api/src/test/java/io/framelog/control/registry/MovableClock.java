package io.framelog.control.registry;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** The system's clock, which a test may put forward. */
@Mock
@ApplicationScoped
public class MovableClock extends ControlClock {
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return super.instant().plus(ahead);
  }

  synchronized void advance(Duration time) {
    ahead = ahead.plus(time);
  }
}
