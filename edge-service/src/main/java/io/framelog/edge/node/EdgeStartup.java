package io.framelog.edge.node;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started when the edge knows the streams that were known when it was started. */
@Startup
@ApplicationScoped
public class EdgeStartup implements HealthCheck {
  private final ControlTopicsAtStart control;

  EdgeStartup(ControlTopicsAtStart control) {
    this.control = control;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("edge-control-topics")
        .status(control.caughtUp().isComplete())
        .withData("unread", String.join(",", control.caughtUp().missingTopics()))
        .build();
  }
}
