package io.framelog.edge.node;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the edge knows the streams that were known at its start. */
@Readiness
@ApplicationScoped
public class EdgeReadiness implements HealthCheck {
  private final ControlPlane controlPlane;
  private final Drain drain;

  EdgeReadiness(ControlPlane controlPlane, Drain drain) {
    this.controlPlane = controlPlane;
    this.drain = drain;
  }

  @Override
  public HealthCheckResponse call() {
    boolean caughtUp = controlPlane.isCaughtUp();
    return HealthCheckResponse.named("edge")
        .status(caughtUp && !drain.hasBegun())
        .withData("caught-up", caughtUp)
        .withData("draining", drain.hasBegun())
        .build();
  }
}
