package io.framelog.edge.node;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started when the edge has read everything that the control topics held when it was started. */
@Startup
@ApplicationScoped
public class EdgeStartup implements HealthCheck {
  private final EdgeMember member;

  EdgeStartup(EdgeMember member) {
    this.member = member;
  }

  @Override
  public HealthCheckResponse call() {
    return member
        .describe(HealthCheckResponse.named("edge-control-topics"))
        .status(member.isCaughtUp())
        .build();
  }
}
