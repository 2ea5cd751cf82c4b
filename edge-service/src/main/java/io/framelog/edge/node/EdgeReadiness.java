package io.framelog.edge.node;

import io.framelog.edge.connection.ConnectedViewers;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready for new viewers when the edge has read the control topics, reaches the log, and does not
 * shut down. Connected viewers are not affected.
 */
@Readiness
@ApplicationScoped
public class EdgeReadiness implements HealthCheck {
  private final EdgeMember member;
  private final LogReadiness log;
  private final ConnectedViewers viewers;

  EdgeReadiness(EdgeMember member, LogReadiness log, ConnectedViewers viewers) {
    this.member = member;
    this.log = log;
    this.viewers = viewers;
  }

  @Override
  public HealthCheckResponse call() {
    boolean reachesLog = log.isReady();
    boolean leaving = viewers.isLeaving();
    return member
        .describe(HealthCheckResponse.named("edge"))
        .status(member.isCaughtUp() && reachesLog && !leaving)
        .withData("log-reachable", reachesLog)
        .withData("draining", leaving)
        .build();
  }
}
