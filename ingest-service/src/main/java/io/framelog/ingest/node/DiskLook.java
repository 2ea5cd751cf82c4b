package io.framelog.ingest.node;

import io.framelog.ingest.publish.IngestLog;
import io.framelog.ingest.session.DiskRoom;
import io.framelog.ingest.session.Sessions;
import io.framelog.log.LogConfig;
import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Queries the free space of the brokers' disks, 2 s after each answer of Kafka. */
@ApplicationScoped
class DiskLook {
  private static final Logger LOG = Logger.getLogger(DiskLook.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final IngestLog log;
  private final DiskRoom room;
  private final boolean wanted;

  DiskLook(
      Vertx vertx, IngestLog log, LogConfig config, Sessions sessions, MeterRegistry registry) {
    this.vertx = vertx;
    this.log = log;
    this.room = new DiskRoom(config.minFreeBytes(), sessions);
    this.wanted = config.minFreeBytes() > 0;
    Gauge.builder("framelog.ingest.log.free", room, DiskRoom::freeBytes)
        .description("free bytes of the broker's disk with the least free space")
        .baseUnit("bytes")
        .register(registry);
  }

  void start(@Observes StartupEvent event) {
    if (wanted) {
      Context context = vertx.getOrCreateContext();
      context.runOnContext(ignored -> ask(context));
    }
  }

  private void ask(Context context) {
    FatalErrors.watch(
        log.writer()
            .freeBytes()
            .whenComplete(
                (free, failure) -> context.runOnContext(ignored -> heard(context, free, failure))));
  }

  private void heard(Context context, @Nullable OptionalLong free, @Nullable Throwable failure) {
    Throwable cause = StageFailure.causeIfFailed(failure);
    if (cause instanceof AuthorizationException) {
      LOG.info(
          "the free space of the brokers' disks is not watched: Kafka does not let this user"
              + " describe the cluster");
      return;
    }
    if (free != null) {
      room.measured(free);
    } else {
      LOG.debugf("the free space of the brokers' disks is not known: %s", cause);
    }
    vertx.setTimer(PERIOD.toMillis(), timer -> ask(context));
  }
}
