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
 * Writes the states of the streams this node owns to {@code framelog.streams} when they change.
 * {@link #refresh()} writes them again, because a write may have failed or another writer may have
 * overwritten it. The newest state is kept until it is acknowledged as ended. There is at most one
 * entry per stream, also during an outage of Kafka. Thread-safe.
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

  /** Writes all kept states again. */
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

  /** Of two sessions of one log, the state of the lower one is outdated. */
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
                LOG.warnf("stream states were not written, retried later: %s", failure);
              }
              return null;
            });
  }
}
