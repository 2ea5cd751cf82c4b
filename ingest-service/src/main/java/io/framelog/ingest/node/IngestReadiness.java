package io.framelog.ingest.node;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when Kafka answers and the control topics are read up to their end offsets at the start.
 */
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {
  private final IngestMember member;
  private final Heartbeat heartbeat;

  IngestReadiness(IngestMember member, Heartbeat heartbeat) {
    this.member = member;
    this.heartbeat = heartbeat;
  }

  @Override
  public HealthCheckResponse call() {
    boolean reachable = heartbeat.isLogReachable();
    return member
        .describe(HealthCheckResponse.named("ingest"))
        .status(member.isCaughtUp() && reachable)
        .withData("log-reachable", reachable)
        .build();
  }
}
