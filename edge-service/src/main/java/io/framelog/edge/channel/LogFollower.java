package io.framelog.edge.channel;

import io.framelog.controlplane.StreamState;
import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.StreamId;
import io.framelog.process.Backoff;
import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a channel on its stream's log, also when the log is deleted, recreated or unreachable.
 *
 * <pre>
 *              stream known                located
 *   Unknown ───────────────▶ Locating ───────────────▶ Following
 *      ▲                      │    ▲                     │
 *      │ no log, and the      │    │ after a delay       │ lost, or another log id
 *      │ name is not known    │    │                     │
 *      └──────────────────────┤    │                     │
 *                   failed    ▼    │                     │
 *                            Retrying ◀──────────────────┘
 *   any ── close ──▶ Closed
 * </pre>
 *
 * After a publisher's drop the follower waits for its return: {@code waiting} follows {@code end}
 * only after the grace time, and not if a chunk of another session opens before.
 *
 * <p>Kafka is asked only about streams that {@code framelog.streams} names. Called by the control
 * plane's, the lookup, the live and the timer thread, one at a time.
 */
final class LogFollower implements FollowAttempt.Owner, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LogFollower.class);
  private static final String NODE_GONE = "node gone";
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  private sealed interface State {
    /** The control plane has no such stream, and no log of it has been found. */
    record Unknown() implements State {}

    /** The lookup is under way. */
    record Locating() implements State {}

    /** Records are being read. */
    record Following(FollowAttempt attempt) implements State {}

    /** The log could not be read; the lookup is repeated after a delay. */
    record Retrying() implements State {}

    /** The channel is closed. */
    record Closed() implements State {}
  }

  private final StreamId stream;
  private final LogReader reader;
  private final Channel channel;
  private final EventFrames frames;
  private final ChannelMetrics metrics;
  private final ScheduledExecutorService timer;
  private final ControlView control;
  private final Channels.Settings settings;
  private final ReturnWait dropped;
  private final AwaitedSession awaited = new AwaitedSession();

  /** Compared by identity: an answer counts only in the state that asked for it. */
  private State state = new State.Unknown();

  private @Nullable StreamState known;
  private @Nullable RecordTranslator translator;
  private boolean tailLost;
  private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
  private long lastReadAt = System.nanoTime();

  LogFollower(
      Channel channel,
      LogReader reader,
      EventFrames frames,
      ChannelMetrics metrics,
      ScheduledExecutorService timer,
      ControlView control,
      Channels.Settings settings) {
    this.stream = channel.stream();
    this.reader = reader;
    this.channel = channel;
    this.frames = frames;
    this.metrics = metrics;
    this.timer = timer;
    this.control = control;
    this.settings = settings;
    this.dropped =
        new ReturnWait(this, timer, settings.dropGrace(), () -> publish(List.of(offline()), 0));
  }

  /**
   * To be called once, first.
   *
   * @param now the control plane's state of the stream; {@code null} when it has none
   */
  synchronized void open(@Nullable StreamState now) {
    if (now == null ? control.isCaughtUp() : isWithoutPublisher(now)) {
      awaited.await(now);
    }
    streamIs(now);
  }

  /**
   * Applies the control plane's state of the stream, at the start and at each change. A missing
   * stream ends nothing: only Kafka's answer shows that a log is gone.
   *
   * @param now {@code null} when the control plane has no such stream
   */
  synchronized void streamIs(@Nullable StreamState now) {
    known = now;
    if (now == null) {
      if (state instanceof State.Unknown) {
        // Only viewers that join are notified, so an unpublished name costs no message.
        channel.markOffline();
      }
      return;
    }
    awaited.heard(now);
    channel.describeChunks(now.chunkLimit(), now.advice());
    if (state instanceof State.Unknown) {
      locate();
    } else if (state instanceof State.Following following
        && !following.attempt.translator().log().equals(reader.nameOf(new LogId(now.logId())))) {
      LOG.infof("stream has another log, joining it stream=%s log=%s", stream, now.logId());
      following.attempt.stop();
      locate();
    }
  }

  /**
   * Notifies viewers of a publisher whose node is gone, unless records still arrive: missing
   * heartbeats may have other causes.
   */
  synchronized void leaveGonePublisher() {
    StreamState of = known;
    if (of != null
        && System.nanoTime() - lastReadAt >= settings.silence().toNanos()
        && state instanceof State.Following following
        && isLeftByItsNode(of)
        && following.attempt.translator().leave(of.session())) {
      LOG.infof(
          "publisher's node is gone stream=%s session=%d node=%s", stream, of.session(), of.node());
      ChannelEvent silent =
          new ChannelEvent.PublisherSilent(channel.nextOffset(), frames.end(NODE_GONE));
      publish(List.of(silent, offline()), 0);
    }
  }

  private boolean isLeftByItsNode(StreamState stream) {
    return stream.status() == StreamState.Status.LIVE && control.isGone(stream.node());
  }

  private void locate() {
    State locating = new State.Locating();
    state = locating;
    FatalErrors.watch(
        reader
            .findLive(stream)
            .whenComplete(
                (start, failure) -> {
                  if (failure == null) {
                    located(locating, start);
                  } else {
                    notLocated(locating, failure);
                  }
                }));
  }

  private synchronized void located(State locating, LogReader.Start start) {
    if (state != locating) {
      return;
    }
    FollowAttempt attempt = attemptAt(start);
    state = new State.Following(attempt);
    try {
      attempt.start(reader);
    } catch (IllegalStateException e) {
      attempt.stop();
      retry(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Continues where the channel stopped if the log still has that position; else joins at the
   * newest chunk. In a log that has lost its end, a session's number may be lower than that of an
   * earlier one, so the translator's state is dropped.
   */
  private FollowAttempt attemptAt(LogReader.Start start) {
    RecordTranslator before = translator;
    long read = channel.nextOffset();
    boolean same = before != null && before.log().equals(start.logId());
    boolean cut = same && (tailLost || read > start.end());
    tailLost = false;
    if (cut) {
      LOG.warnf(
          "log lost its end, rejoining it stream=%s read=%d end=%d", stream, read, start.end());
      channel.tailLost();
    }
    if (before != null && same && !cut && start.offset() <= read) {
      return new FollowAttempt(this, this, stream, before, read, settings.burstBytes(), metrics);
    }
    if (before != null) {
      publish(List.of(gap(same ? GapReason.EDGE : GapReason.RECREATED, start.offset())), 0);
    }
    OptionalLong claim = awaited.end(start.logId());
    boolean nobody =
        before == null && claim.isEmpty() && known != null && isWithoutPublisher(known);
    long from = nobody ? start.end() : Math.min(claim.orElse(start.offset()), start.offset());
    RecordTranslator fresh =
        from == start.offset() && from < start.end()
            ? new RecordTranslator(start.logId(), frames, metrics)
            : RecordTranslator.fromAnywhere(start.logId(), frames, metrics);
    translator = fresh;
    if (nobody) {
      if (known != null && known.status() == StreamState.Status.LIVE) {
        fresh.leave(known.session());
      }
      publish(List.of(offline()), 0);
    }
    channel.following(start.logId(), from);
    return new FollowAttempt(this, this, stream, fresh, from, settings.burstBytes(), metrics);
  }

  private boolean isWithoutPublisher(StreamState of) {
    return of.status() == StreamState.Status.ENDED || isLeftByItsNode(of);
  }

  private synchronized void notLocated(State locating, Throwable failure) {
    if (state != locating) {
      return;
    }
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof LogException.NoSuchStream) {
      channel.logIsGone();
      publish(List.of(offline()), 0);
      awaited.await(null);
      if (known != null) {
        awaited.heard(known);
      } else {
        backoff.reset();
        state = new State.Unknown();
        return;
      }
    }
    retry(String.valueOf(cause == null ? failure : cause.getMessage()));
  }

  private void retry(String why) {
    if (backoff.failures() == 0) {
      LOG.infof("log cannot be read, trying again stream=%s reason=%s", stream, why);
    }
    State retrying = new State.Retrying();
    state = retrying;
    Duration delay = backoff.afterFailureWithJitter();
    var unused = timer.schedule(() -> again(retrying), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized void again(State retrying) {
    if (state == retrying) {
      locate();
    }
  }

  private void publish(List<ChannelEvent> events, long readTo) {
    channel.publish(events, readTo);
  }

  private ChannelEvent gap(GapReason reason, long offset) {
    return new ChannelEvent.GapFound(offset, reason, frames.gap(reason, 0, null));
  }

  private ChannelEvent offline() {
    return new ChannelEvent.StreamOffline(frames.waiting());
  }

  @Override
  public synchronized void close() {
    if (state instanceof State.Following following) {
      following.attempt.stop();
    }
    state = new State.Closed();
    dropped.end();
  }

  @Override
  public void read(List<LoggedRecord> records, List<ChannelEvent> events) {
    backoff.reset();
    lastReadAt = System.nanoTime();
    List<ChannelEvent> told = new ArrayList<>(events.size() + 1);
    for (ChannelEvent event : events) {
      told.add(event);
      if (event instanceof ChannelEvent.ChunkOpened || event instanceof ChannelEvent.ChunkResumed) {
        dropped.end();
      } else if (event instanceof ChannelEvent.SessionEnded ended) {
        if (!ended.mayReturn() || !dropped.begin()) {
          told.add(offline());
        }
      }
    }
    channel.read(records);
    publish(told, records.get(records.size() - 1).offset() + 1);
  }

  @Override
  public boolean hasRoom() {
    return channel.hasRoom();
  }

  @Override
  public void lost(LogException reason) {
    tailLost |= reason instanceof LogException.TailLost;
    retry(String.valueOf(reason.getMessage()));
  }
}
