package io.framelog.ingest.node;

import io.framelog.controlplane.ControlPlaneMember;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.device.Captures;
import io.framelog.process.FatalErrors;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends this node's heartbeat every 2 s. An acknowledged heartbeat also shows that the log is
 * reachable.
 */
@ApplicationScoped
public class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class);

  /** Number of heartbeats between two rewrites of the stream states. */
  private static final int BEATS_PER_REFRESH = 5;

  /** Without a heartbeat for this long, the node is not live. */
  private static final Duration OVERDUE = Duration.ofSeconds(10);

  private final IngestMember member;
  private final Sessions sessions;
  private final ControlTopicProducer channels;
  private final StreamStatePublisher states;
  private final StreamRulesInForce rules;
  private final InstantSource clock = InstantSource.system();
  private final Captures captures;
  private final CommandAnswers answers;
  private final AtomicBoolean soon = new AtomicBoolean();
  private volatile @Nullable Context context;
  private volatile boolean stopped;
  private volatile Instant lastSent = Instant.EPOCH;
  private int beats;

  Heartbeat(
      IngestMember member,
      Sessions sessions,
      ControlTopicProducer channels,
      StreamStatePublisher states,
      StreamRulesInForce rules,
      Captures captures,
      CommandAnswers answers) {
    this.member = member;
    this.sessions = sessions;
    this.channels = channels;
    this.states = states;
    this.rules = rules;
    this.captures = captures;
    this.answers = answers;
  }

  void start(Vertx vertx) {
    Context on = vertx.getOrCreateContext();
    context = on;
    captures.onChange(this::beatSoon);
    on.runOnContext(
        ignored -> {
          beat();
          vertx.setPeriodic(
              ControlPlaneMember.HEARTBEAT_PERIOD.toMillis(),
              timer -> beatUnlessStopped(vertx, timer));
        });
  }

  /**
   * Sends a heartbeat at once instead of at the next period. Changes that happen together share one
   * heartbeat. May be called from any thread.
   */
  void beatSoon() {
    Context on = context;
    if (on != null && !stopped && soon.compareAndSet(false, true)) {
      on.runOnContext(
          ignored -> {
            soon.set(false);
            send();
          });
    }
  }

  /** Stops the heartbeat, before the channels close. */
  void stop() {
    stopped = true;
  }

  private void beatUnlessStopped(Vertx vertx, long timer) {
    if (stopped) {
      vertx.cancelTimer(timer);
    } else {
      beat();
    }
  }

  /** Whether Kafka has acknowledged a heartbeat recently. */
  boolean isLogReachable() {
    return rules.connectivity().isAnswering();
  }

  /** Whether this node has sent a heartbeat recently, which shows that its event loops run. */
  boolean isBeating() {
    return lastSent.plus(OVERDUE).isAfter(clock.instant());
  }

  private void send() {
    lastSent = clock.instant();
    FatalErrors.watch(
        channels
            .write(
                member.state(
                    sessions.connected(), captures.states(), answers.all(), sessions.refusals()))
            .whenComplete(
                (nothing, failure) -> {
                  if (failure == null) {
                    rules.connectivity().answered();
                  } else {
                    LOG.debugf("heartbeat was not written: %s", failure);
                  }
                }));
  }

  private void beat() {
    send();
    rules.removeGone().forEach(gone -> LOG.infof("node is gone node=%s", gone.id()));
    rules.connectivity().tell();
    beats++;
    if (beats % BEATS_PER_REFRESH == 0) {
      states.refresh();
    }
  }
}
