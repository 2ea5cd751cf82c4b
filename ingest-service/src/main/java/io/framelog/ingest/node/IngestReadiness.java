package io.framelog.ingest.node;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when Kafka answers and the control topics are read to where they ended at the start. */
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {
  private final ControlTopicsAtStart control;
  private final Heartbeat heartbeat;
  private final ControlChannelsIn channels;

  IngestReadiness(ControlTopicsAtStart control, Heartbeat heartbeat, ControlChannelsIn channels) {
    this.control = control;
    this.heartbeat = heartbeat;
    this.channels = channels;
  }

  @Override
  public HealthCheckResponse call() {
    boolean caughtUp = control.caughtUp().isComplete();
    boolean reachable = heartbeat.isLogReachable();
    return HealthCheckResponse.named("ingest")
        .status(caughtUp && reachable)
        .withData("logReachable", reachable)
        .withData("controlTopicsUnread", String.join(",", control.caughtUp().missingTopics()))
        .withData("controlRecordsSkipped", channels.skipped().summary())
        .build();
  }
}
