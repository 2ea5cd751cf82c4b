package io.framelog.control.registry;

import io.framelog.controlplane.Command;
import io.framelog.controlplane.NodeDirectory;
import io.framelog.log.LogEnd;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes a stream: its publisher first, then its log, and its name last, so that nothing of it is
 * left when its removal is announced. Its settings are kept for the next publisher.
 *
 * <pre>
 * live  ── EndSession ─▶ ended ── delete topic, by its id ── tombstone ─▶ gone
 *   ├─ the log has another id: OtherLogException, nothing was done
 *   └─ the node does not answer within end-timeout: StillLiveException, nothing was removed
 * </pre>
 */
@ApplicationScoped
public class StreamRemoval {
  private static final Logger LOG = Logger.getLogger(StreamRemoval.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final StreamRegistry registry;
  private final ControlTopicProducer out;
  private final ControlLog log;
  private final ControlClock clock;
  private final Duration endTimeout;

  StreamRemoval(
      StreamRegistry registry,
      ControlTopicProducer out,
      ControlLog log,
      ControlClock clock,
      ControlSettings settings) {
    this.registry = registry;
    this.out = out;
    this.log = log;
    this.clock = clock;
    this.endTimeout = settings.endTimeout();
  }

  /** The publisher was not ended in time; the stream is unchanged. */
  public static final class StillLiveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StillLiveException(StreamView stream, String what) {
      super("node " + stream.node() + " " + what + "; nothing was removed");
    }
  }

  /** The stream has another log than the one that was to be removed. */
  public static final class OtherLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherLogException(StreamView stream, String meant, String present) {
      super(
          "the log of %s is %s, not %s: the stream was recreated; nothing was removed"
              .formatted(stream.id(), present, meant));
    }
  }

  /**
   * Removes a stream on request.
   *
   * @param logId of the log to remove; absent for any log
   * @return completes when nothing of the stream is left
   */
  public Uni<Void> remove(StreamView stream, @Nullable String logId) {
    requireMeant(stream, logId, stream.logId());
    return log.end(stream.id())
        .invoke(end -> end.ifPresent(found -> requireMeant(stream, logId, found.logId().value())))
        .call(() -> ended(stream))
        .chain(end -> end.map(log::delete).orElseGet(() -> Uni.createFrom().voidItem()))
        .chain(() -> forget(stream));
  }

  private static void requireMeant(StreamView stream, @Nullable String meant, String present) {
    if (meant != null && !meant.equals(present)) {
      throw new OtherLogException(stream, meant, present);
    }
  }

  /**
   * Removes a stream that has no publisher, if its log is unchanged since the decision.
   *
   * @param decided the log's end at the decision; absent when there was no log
   * @return whether it was removed
   */
  Uni<Boolean> removeUnchanged(StreamView stream, @Nullable LogEnd decided) {
    return (decided == null
            ? log.end(stream.id()).map(Optional::isEmpty)
            : log.deleteUnchanged(decided))
        .call(gone -> gone ? forget(stream) : Uni.createFrom().voidItem());
  }

  /** The name is kept when a publisher has recreated the stream meanwhile. */
  private Uni<Void> forget(StreamView stream) {
    boolean anew =
        registry.find(stream.id()).filter(now -> !now.logId().equals(stream.logId())).isPresent();
    return (anew ? Uni.createFrom().voidItem() : out.removeStream(stream.id()).replaceWithVoid())
        .invoke(() -> LOG.infof("stream removed stream=%s logId=%s", stream.id(), stream.logId()));
  }

  private Uni<Void> ended(StreamView stream) {
    if (stream.hasPublisher()) {
      return endSession(stream).chain(() -> awaitEnd(stream));
    }
    return stream.isOrphaned()
        ? endSession(stream).chain(() -> requireUnwritten(stream))
        : Uni.createFrom().voidItem();
  }

  private Uni<Long> endSession(StreamView stream) {
    return out.send(stream.id(), new Command.EndSession(stream.id(), stream.session(), "removed"));
  }

  private Uni<Void> awaitEnd(StreamView stream) {
    return Multi.createFrom()
        .ticks()
        .every(LOOK_AGAIN)
        .onOverflow()
        .drop()
        .filter(tick -> hasEnded(stream))
        .toUni()
        .ifNoItem()
        .after(endTimeout)
        .failWith(
            () ->
                new StillLiveException(
                    stream,
                    "did not end session %d within %d s"
                        .formatted(stream.session(), endTimeout.toSeconds())))
        .replaceWithVoid();
  }

  /** A node without heartbeats may still write, which only the log shows. */
  private Uni<Void> requireUnwritten(StreamView stream) {
    Instant recently = clock.instant().minus(NodeDirectory.SILENCE);
    return log.end(stream.id())
        .invoke(
            end -> {
              if (end.filter(found -> found.isWrittenAfter(recently)).isPresent()) {
                throw new StillLiveException(
                    stream, "is not live, but writes the log of session " + stream.session());
              }
            })
        .replaceWithVoid();
  }

  private boolean hasEnded(StreamView stream) {
    return registry
        .find(stream.id())
        .filter(now -> now.hasPublisher() && now.session() == stream.session())
        .isEmpty();
  }
}
