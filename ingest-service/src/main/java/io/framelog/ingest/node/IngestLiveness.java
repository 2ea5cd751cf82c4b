package io.framelog.ingest.node;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the event loops run. That Kafka is away is no reason to be restarted. */
@Liveness
@ApplicationScoped
class IngestLiveness implements HealthCheck {
  private final Heartbeat heartbeat;

  IngestLiveness(Heartbeat heartbeat) {
    this.heartbeat = heartbeat;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("ingest-event-loops").status(heartbeat.isBeating()).build();
  }
}
