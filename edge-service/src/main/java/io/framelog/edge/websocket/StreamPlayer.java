package io.framelog.edge.websocket;

import io.framelog.edge.channel.Channel;
import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.channel.LogCalls;
import io.framelog.edge.channel.RecordTranslator;
import io.framelog.edge.channel.ViewerSubscription;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.edge.message.MessageFrames;
import io.framelog.edge.message.ServerMessage;
import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves one viewer through its stream.
 *
 * <pre>
 *            ┌────────────── live ───────────────┐
 *            ▼                                   │
 *   ┌──── OnChannel ◀── caught up ── InPast ◀── Locating ◀── seek, from=, at=, resume
 *   │        │                         │           │
 *   │      pause                     pause        lost: gap, then live
 *   │        ▼                         │
 *   │      Paused ◀────────────────────┘
 *   └─ close ─▶ Closed
 * </pre>
 *
 * Confined to the viewer's event loop. Only the result of the latest lookup is used.
 */
public final class StreamPlayer {
  /** Up to this age {@code from=} is served as fast as the player accepts it, else in real time. */
  static final Duration RESUME_WITHIN = Duration.ofMinutes(1);

  /**
   * Parts that all viewers of an edge share.
   *
   * @param memory for media that is read back
   */
  public record Environment(
      LogReader reader,
      PlaybackClock clock,
      Duration lead,
      ChannelMetrics metrics,
      ReadBackMemory memory) {}

  private sealed interface State {
    record Locating() implements State {}

    record OnChannel(ViewerSubscription subscription) implements State {}

    record InPast(CatchUpReader catchUp) implements State {}

    record Paused(@Nullable Position position) implements State {}

    record Closed() implements State {}
  }

  private final Environment environment;
  private final Channel channel;
  private final Viewer viewer;
  private final Executor loop;
  private final LogCalls lookups;
  private State state = new State.Locating();

  public StreamPlayer(Environment environment, Channel channel, Viewer viewer, Executor loop) {
    this.environment = environment;
    this.channel = channel;
    this.viewer = viewer;
    this.loop = loop;
    this.lookups = new LogCalls(environment.reader(), channel.stream(), environment.memory(), loop);
  }

  /** Leaves the present position and continues at another one. */
  public void play(StartPoint point) {
    if (state instanceof State.Closed) {
      return;
    }
    leave();
    viewer.restart();
    if (point instanceof StartPoint.Resume resume) {
      locate(resume.position(), this::resumePace);
    } else if (point instanceof StartPoint.AtPosition at) {
      locate(at.position(), header -> realTime());
    } else if (point instanceof StartPoint.AtTime at) {
      locate(at);
    } else {
      joinLive();
    }
  }

  private void joinLive() {
    state = new State.OnChannel(channel.join(viewer, loop));
  }

  private Pace realTime() {
    return Pace.realTime(environment.lead());
  }

  /**
   * Media missed by a broken connection is sent at once; an older position is played in real time.
   */
  private Pace resumePace(LoggedRecord header) {
    long ageMs = System.currentTimeMillis() - header.timestampMs();
    return ageMs <= RESUME_WITHIN.toMillis() ? Pace.unlimited() : realTime();
  }

  private void locate(Position position, Function<LoggedRecord, Pace> pace) {
    Optional<LogId> log = channel.log();
    if (log.isPresent() && !log.get().equals(position.log())) {
      giveUp(GapReason.RECREATED);
      return;
    }
    LogReader reader = environment.reader();
    whenFound(
        reader
            .findPosition(channel.stream(), position)
            .thenCompose(found -> reader.findHeader(channel.stream(), position)),
        header -> {
          viewer.resumeAt(position.offset());
          enterPast(position.log(), header.offset(), pace.apply(header));
        });
  }

  private void locate(StartPoint.AtTime at) {
    whenFound(
        environment.reader().findTime(channel.stream(), at.time()),
        start -> enterPast(start.logId(), start.offset(), realTime()));
  }

  private <T> void whenFound(CompletionStage<T> lookup, Consumer<T> then) {
    state = new State.Locating();
    lookups.call(lookup, then, failure -> giveUp(reason(failure)));
  }

  /** The reason sent to a player when the log cannot be read at its position. */
  static GapReason reason(Throwable failure) {
    if (failure instanceof LogException.OtherLife) {
      return GapReason.RECREATED;
    }
    return failure instanceof LogException.PositionGone ? GapReason.POSITION_GONE : GapReason.EDGE;
  }

  private void enterPast(LogId log, long fromOffset, Pace pace) {
    RecordTranslator translator =
        new RecordTranslator(
            log, new MessageFrames(), environment.metrics(), environment.memory().allocator());
    CatchUpReader.Listener listener =
        new CatchUpReader.Listener() {
          @Override
          public void caughtUp(ViewerSubscription subscription) {
            state = new State.OnChannel(subscription);
          }

          @Override
          public void lost(GapReason reason) {
            giveUp(reason);
          }
        };
    CatchUpReader catchUp =
        new CatchUpReader(
            environment.reader(),
            channel,
            viewer,
            loop,
            translator,
            fromOffset,
            pace,
            environment.clock(),
            environment.memory(),
            listener);
    state = new State.InPast(catchUp);
    catchUp.start();
  }

  private void giveUp(GapReason reason) {
    environment.metrics().gap(channel.stream(), reason);
    viewer.restart();
    viewer.tellOnce(new ServerMessage.Gap(reason.wireName(), 0));
    joinLive();
  }

  /** Stops the delivery and keeps the position. */
  public void pause() {
    if (state instanceof State.OnChannel || state instanceof State.InPast) {
      leave();
      state = new State.Paused(viewer.position().orElse(null));
    }
  }

  /** Continues where {@link #pause} stopped. */
  public void resume() {
    if (state instanceof State.Paused paused) {
      Position position = paused.position();
      play(position == null ? new StartPoint.Live() : new StartPoint.AtPosition(position));
    }
  }

  private void leave() {
    lookups.cancel();
    if (state instanceof State.OnChannel onChannel) {
      onChannel.subscription().detach();
    } else if (state instanceof State.InPast inPast) {
      inPast.catchUp().stop();
    }
  }

  /** Leaves the stream for good. Idempotent. */
  public void close() {
    leave();
    state = new State.Closed();
  }
}
