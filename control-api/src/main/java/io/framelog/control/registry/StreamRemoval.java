package io.framelog.control.registry;

import io.framelog.control.Command;
import io.framelog.log.StreamId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Takes a stream away: its publisher first, then its log, and its name last, so that whoever is
 * told it is gone finds nothing of it. Its settings stay: they were an operator's, for the next
 * publisher.
 *
 * <pre>
 * live  ── EndSession ─▶ ended ── delete topic ── tombstone ─▶ gone
 *   └─ the node does not answer within end-timeout: StillLiveException, nothing was removed
 * </pre>
 */
@ApplicationScoped
public class StreamRemoval {
  private static final Logger LOG = Logger.getLogger(StreamRemoval.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final StreamRegistry registry;
  private final ControlChannelsOut out;
  private final ControlLog log;
  private final Duration endTimeout;

  StreamRemoval(
      StreamRegistry registry, ControlChannelsOut out, ControlLog log, ControlSettings settings) {
    this.registry = registry;
    this.out = out;
    this.log = log;
    this.endTimeout = settings.endTimeout();
  }

  /** The publisher's node did not end the session in time; the stream is as it was. */
  public static final class StillLiveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StillLiveException(StreamView stream, Duration waited) {
      super(
          "node "
              + stream.node()
              + " did not end session "
              + stream.session()
              + " within "
              + waited.toSeconds()
              + " s; nothing was removed");
    }
  }

  /** Completes when nothing of the stream is left. */
  public Uni<Void> remove(StreamView stream) {
    return ended(stream)
        .chain(() -> Uni.createFrom().completionStage(() -> log.delete(new StreamId(stream.id()))))
        .chain(() -> out.removeStream(stream.id()))
        .invoke(() -> LOG.infof("stream removed stream=%s logId=%s", stream.id(), stream.logId()))
        .replaceWithVoid();
  }

  private Uni<Void> ended(StreamView stream) {
    if (!stream.hasPublisher()) {
      return Uni.createFrom().voidItem();
    }
    Command end = new Command.EndSession(stream.id(), stream.session(), "removed");
    return out.send(stream.id(), end)
        .chain(
            () ->
                Multi.createFrom()
                    .ticks()
                    .every(LOOK_AGAIN)
                    .onOverflow()
                    .drop()
                    .filter(tick -> hasEnded(stream))
                    .toUni()
                    .ifNoItem()
                    .after(endTimeout)
                    .failWith(() -> new StillLiveException(stream, endTimeout)))
        .replaceWithVoid();
  }

  private boolean hasEnded(StreamView stream) {
    return registry
        .find(stream.id())
        .filter(now -> now.hasPublisher() && now.session() == stream.session())
        .isEmpty();
  }
}
