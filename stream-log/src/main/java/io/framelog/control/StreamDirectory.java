package io.framelog.control;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Every stream as {@code framelog.streams} describes it. Fed by one thread, asked by any; listeners
 * are called on the feeding thread, after the table has changed.
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

  private final Map<String, StreamState> streams = new ConcurrentHashMap<>();
  private final Collection<Listener> listeners = new CopyOnWriteArrayList<>();

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /**
   * Takes one record over. The late word of a session that lost the stream (a lower session of the
   * same log) is ignored.
   *
   * @param state absent for a tombstone
   * @return whether the table changed
   */
  public boolean apply(String id, @Nullable StreamState state) {
    StreamState before = streams.get(id);
    if (state == null) {
      streams.remove(id);
    } else if (before == null || !supersedes(before, state)) {
      streams.put(id, state);
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

  public Optional<StreamState> find(String id) {
    return Optional.ofNullable(streams.get(id));
  }

  /** All streams as of now, in no order. */
  public List<StreamState> all() {
    return List.copyOf(streams.values());
  }
}
