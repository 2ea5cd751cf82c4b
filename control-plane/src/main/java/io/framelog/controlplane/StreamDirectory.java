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
 * Every stream as {@code framelog.streams} describes it, and whose publisher, having dropped, may
 * still come back. Fed by one thread, asked by any; listeners are called on the feeding thread,
 * after the table has changed.
 */
public final class StreamDirectory {
  /** Told of each change that counts. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A stream is new, described anew, or removed.
     *
     * @param before absent when it is new
     * @param now absent when it was removed
     */
    void onChange(String id, @Nullable StreamState before, @Nullable StreamState now);
  }

  /**
   * What was heard of a stream.
   *
   * @param at when this status of this session was first heard of
   * @param newestAt when the newest record was heard: a live stream's owner repeats its state
   */
  private record Heard(StreamState state, Instant at, Instant newestAt) {}

  private final InstantSource clock;
  private final Duration dropGrace;
  private final Map<String, Heard> streams = new ConcurrentHashMap<>();
  private final Collection<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * An empty directory.
   *
   * @param dropGrace how long a publisher that dropped is waited for
   */
  public StreamDirectory(InstantSource clock, Duration dropGrace) {
    this.clock = clock;
    this.dropGrace = dropGrace;
  }

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /**
   * Takes one record over. The late word of a session that lost the stream (a lower session of the
   * same log) is ignored.
   *
   * @param state absent for a tombstone
   * @param heardAt when it was heard: now, or the record's timestamp while the past is being read
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

  /** An end that is told again did not happen again. */
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
   * Since when a stream's publisher, which dropped, is waited for.
   *
   * @return empty when it publishes, has left for good, or has been away for longer than the grace
   *     time
   */
  public Optional<Instant> droppedAt(String id) {
    return Optional.ofNullable(streams.get(id))
        .filter(heard -> heard.state().status() == StreamState.Status.ENDED)
        .filter(heard -> DisconnectPolicy.mayReturn(heard.state().endReason()))
        .map(Heard::at)
        .filter(at -> at.plus(dropGrace).isAfter(clock.instant()));
  }

  /**
   * Up to when a stream is known to have had an owner: when its end was first heard of, or, of one
   * that is live, when its owner last said so (every 10 s).
   */
  public Optional<Instant> ownedUntil(String id) {
    return Optional.ofNullable(streams.get(id))
        .map(
            heard ->
                heard.state().status() == StreamState.Status.ENDED ? heard.at() : heard.newestAt());
  }

  /** All streams as of now, in no order. */
  public List<StreamState> all() {
    return streams.values().stream().map(Heard::state).toList();
  }
}
