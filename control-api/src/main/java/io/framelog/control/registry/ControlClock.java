package io.framelog.control.registry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of the time-outs of streams and nodes. */
@ApplicationScoped
public class ControlClock implements InstantSource {
  @Override
  public Instant instant() {
    return Instant.now();
  }
}
