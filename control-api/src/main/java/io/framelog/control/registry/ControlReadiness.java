package io.framelog.control.registry;

import io.framelog.control.CaughtUp;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the control topics have been read to the end they had at start. */
@Readiness
@ApplicationScoped
public class ControlReadiness implements HealthCheck {
  private final ControlChannelsIn channels;
  private final StreamRegistry registry;

  ControlReadiness(ControlChannelsIn channels, StreamRegistry registry) {
    this.channels = channels;
    this.registry = registry;
  }

  @Override
  public HealthCheckResponse call() {
    CaughtUp caughtUp = channels.caughtUp();
    return HealthCheckResponse.named("control: topics read")
        .status(caughtUp.isComplete())
        .withData("missing", String.join(",", caughtUp.missingTopics()))
        .withData("heartbeats-arrive", registry.hearsNodes())
        .withData("skipped", channels.skipped().summary())
        .build();
  }
}
