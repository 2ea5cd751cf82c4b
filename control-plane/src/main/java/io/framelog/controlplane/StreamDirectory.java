package io.framelog.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Every stream as {@code framelog.streams} describes it, and which of them have a dropped publisher
 * that may still return. Updated by one thread, read by any; listeners are called on the updating
 * thread, after the table has changed.
 */
public final class StreamDirectory {
  /** Notified of each relevant change. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A stream was added, updated or removed.
     *
     * @param before absent when it is new
     * @param now absent when it was removed
     */
    void onChange(String id, @Nullable StreamState before, @Nullable StreamState now);
  }

  /**
   * The newest state of a stream.
   *
   * @param at when this status of this session was first received
   * @param newestAt when the newest record was received: a live stream's owner repeats its state
   */
  private record Heard(StreamState state, Instant at, Instant newestAt) {}

  private final InstantSource clock;
  private final Duration dropGrace;
  private final Map<String, Heard> streams = new ConcurrentHashMap<>();
  private final Collection<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * An empty directory.
   *
   * @param dropGrace how long the return of a dropped publisher is awaited
   */
  public StreamDirectory(InstantSource clock, Duration dropGrace) {
    this.clock = clock;
    this.dropGrace = dropGrace;
  }

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /**
   * Applies one record. A late state of a session that lost the stream (a lower session of the same
   * log) is ignored.
   *
   * @param state absent for a tombstone
   * @param heardAt when it was received: now, or the record's timestamp during the replay
   * @return whether the table changed
   */
  public boolean apply(String id, @Nullable StreamState state, Instant heardAt) {
    Heard heard = streams.get(id);
    StreamState before = heard == null ? null : heard.state();
    if (state == null) {
      streams.remove(id);
    } else if (before == null || !supersedes(before, state)) {
      streams.put(id, new Heard(state, firstHeard(heard, state, heardAt), heardAt));
    } else {
      return false;
    }
    if (before == null && state == null) {
      return false;
    }
    listeners.forEach(listener -> listener.onChange(id, before, state));
    return true;
  }

  private static boolean supersedes(StreamState known, StreamState late) {
    return known.logId().equals(late.logId()) && known.session() > late.session();
  }

  /** A repeated end keeps the time of the first one. */
  private static Instant firstHeard(@Nullable Heard known, StreamState state, Instant heardAt) {
    return known != null
            && known.state().status() == state.status()
            && known.state().session() == state.session()
        ? known.at()
        : heardAt;
  }

  public Optional<StreamState> find(String id) {
    return Optional.ofNullable(streams.get(id)).map(Heard::state);
  }

  /**
   * When a stream's publisher dropped, while its return is awaited.
   *
   * @return empty when it publishes, has left, or has been absent for longer than the grace time
   */
  public Optional<Instant> droppedAt(String id) {
    return Optional.ofNullable(streams.get(id))
        .filter(heard -> heard.state().status() == StreamState.Status.ENDED)
        .filter(heard -> DisconnectPolicy.mayReturn(heard.state().endReason()))
        .map(Heard::at)
        .filter(at -> at.plus(dropGrace).isAfter(clock.instant()));
  }

  /**
   * Until when a stream is known to have had an owner: the first report of its end, or, for a live
   * stream, the last state from its owner (every 10 s).
   */
  public Optional<Instant> ownedUntil(String id) {
    return Optional.ofNullable(streams.get(id))
        .map(
            heard ->
                heard.state().status() == StreamState.Status.ENDED ? heard.at() : heard.newestAt());
  }

  /** All current streams, in no order. */
  public List<StreamState> all() {
    return streams.values().stream().map(Heard::state).toList();
  }
}
