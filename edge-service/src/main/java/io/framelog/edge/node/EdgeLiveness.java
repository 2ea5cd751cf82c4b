package io.framelog.edge.node;

import io.framelog.edge.channel.EdgeLog;
import io.framelog.security.connection.VertxInternals;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive while no event loop and no thread that reads the log is stuck. A stuck thread does not
 * recover by itself, so its viewers should move to another edge. An outage of Kafka does not block
 * these threads.
 */
@Liveness
@ApplicationScoped
public class EdgeLiveness implements HealthCheck {
  /** Far longer than a full garbage collection or a DNS time-out. */
  static final Duration STUCK = Duration.ofSeconds(60);

  private final Supplier<Duration> loops;
  private final Supplier<Duration> logThreads;

  @Inject
  EdgeLiveness(Vertx vertx, EdgeLog log) {
    this(new EventLoopBeats(VertxInternals.eventLoops(vertx))::longestSilence, log::longestTurn);
  }

  /** For tests with other sources of the durations. */
  EdgeLiveness(Supplier<Duration> loops, Supplier<Duration> logThreads) {
    this.loops = loops;
    this.logThreads = logThreads;
  }

  @Override
  public HealthCheckResponse call() {
    Duration loop = loops.get();
    Duration log = logThreads.get();
    return HealthCheckResponse.named("edge-threads")
        .status(loop.compareTo(STUCK) < 0 && log.compareTo(STUCK) < 0)
        .withData("event-loop-silent-ms", loop.toMillis())
        .withData("log-thread-turn-ms", log.toMillis())
        .build();
  }
}
