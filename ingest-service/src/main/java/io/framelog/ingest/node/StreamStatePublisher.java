package io.framelog.ingest.node;

import io.framelog.controlplane.StreamState;
import io.framelog.ingest.session.StreamAnnouncer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The states of the streams this node owns, each written to {@code framelog.streams} when it
 * changes. What Kafka did not take, and what another writer overtook, is written again by {@link
 * #refresh()}: the newest state stays here until it is acknowledged as ended. At most one entry a
 * stream, so an outage of Kafka makes it no larger. Thread-safe.
 */
@ApplicationScoped
public class StreamStatePublisher implements StreamAnnouncer {
  private static final Logger LOG = Logger.getLogger(StreamStatePublisher.class);

  private final StreamStateWriter writer;
  private final Map<String, StreamState> newest = new ConcurrentHashMap<>();
  private final AtomicBoolean failing = new AtomicBoolean();

  StreamStatePublisher(StreamStateWriter writer) {
    this.writer = writer;
  }

  @Override
  public void streamChanged(StreamState state) {
    StreamState kept =
        newest.merge(state.id(), state, (old, next) -> isLate(next, old) ? old : next);
    if (kept.equals(state)) {
      write(state);
    }
  }

  /** Writes everything again that is still this node's to say. */
  CompletionStage<Void> refresh() {
    Collection<StreamState> states = newest.values();
    return CompletableFuture.allOf(
        states.stream()
            .map(state -> write(state).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Streams with a publisher on this node. */
  int live() {
    int live = 0;
    for (StreamState state : newest.values()) {
      if (state.status() == StreamState.Status.LIVE) {
        live++;
      }
    }
    return live;
  }

  /** Of the two last sessions of one log, that of the lower number has nothing more to say. */
  private static boolean isLate(StreamState next, StreamState old) {
    return next.logId().equals(old.logId()) && next.session() < old.session();
  }

  private CompletionStage<Void> write(StreamState state) {
    return writer
        .write(state)
        .handle(
            (nothing, failure) -> {
              if (failure == null) {
                failing.set(false);
                if (state.status() == StreamState.Status.ENDED) {
                  newest.remove(state.id(), state);
                }
              } else if (failing.compareAndSet(false, true)) {
                LOG.warnf("stream states are not taken, tried again later: %s", failure);
              }
              return null;
            });
  }
}
