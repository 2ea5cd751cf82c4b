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

  ControlReadiness(ControlChannelsIn channels) {
    this.channels = channels;
  }

  @Override
  public HealthCheckResponse call() {
    CaughtUp caughtUp = channels.caughtUp();
    return HealthCheckResponse.named("control: topics read")
        .status(caughtUp.isComplete())
        .withData("missing", String.join(",", caughtUp.missingTopics()))
        .withData("skipped", channels.skipped().summary())
        .build();
  }
}
