package io.framelog.control.registry;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the control topics have been read up to their end offsets at the start. */
@Readiness
@ApplicationScoped
public class ControlReadiness implements HealthCheck {
  private final ControlMember member;
  private final StreamRegistry registry;

  ControlReadiness(ControlMember member, StreamRegistry registry) {
    this.member = member;
    this.registry = registry;
  }

  @Override
  public HealthCheckResponse call() {
    return member
        .describe(HealthCheckResponse.named("control: topics read"))
        .status(member.isCaughtUp())
        .withData("heartbeats-arrive", registry.hearsNodes())
        .build();
  }
}
