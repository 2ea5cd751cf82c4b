package io.framelog.edge.node;

import io.framelog.edge.connection.ConnectedViewers;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when new viewers are better off here than elsewhere: the edge knows the streams, reaches
 * the log, and is not leaving. Those it has are not concerned.
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
