package io.framelog.control.registry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** The clock by which streams are idle and nodes silent. */
@ApplicationScoped
public class ControlClock implements InstantSource {
  @Override
  public Instant instant() {
    return Instant.now();
  }
}
