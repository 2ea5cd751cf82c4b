package io.framelog.ingest.node;

import io.framelog.ingest.publish.IngestLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live while the event loops run and the log's producer works. An outage of Kafka or refused
 * appends are no reason for a restart.
 */
@Liveness
@ApplicationScoped
class IngestLiveness implements HealthCheck {
  private final Heartbeat heartbeat;
  private final IngestLog log;
  private final StreamRulesInForce rules;

  IngestLiveness(Heartbeat heartbeat, IngestLog log, StreamRulesInForce rules) {
    this.heartbeat = heartbeat;
    this.log = log;
    this.rules = rules;
  }

  @Override
  public HealthCheckResponse call() {
    boolean beating = heartbeat.isBeating();
    Optional<String> fault = log.writer().fault(rules.connectivity().answeringFor());
    return HealthCheckResponse.named("ingest")
        .status(beating && fault.isEmpty())
        .withData("eventLoops", beating)
        .withData("log", fault.orElse("works"))
        .build();
  }
}
