package io.framelog.edge.poster;

import io.framelog.log.StreamId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks for streams, at most one at a time per stream, so that a slow stream delays only
 * itself.
 *
 * <pre>
 *   take ──▶ [ cam1: a b c ]  ─┐                       ┌─ done: the stream goes to the end
 *        ──▶ [ cam2: d ]      ─┴▶ streams in turn ──▶ running, bounded
 *    └ full: refused
 * </pre>
 *
 * Thread-safe. Tasks are started on the thread that calls {@link #take} or {@link #done}.
 */
final class StreamTurns {
  private static final int MAX_AT_WORK = 16;
  private static final int MAX_OF_A_STREAM = 8;
  private static final int MAX_WAITING = 1024;

  /** Waiting tasks by stream, of streams with a waiting or running task. */
  private final Map<StreamId, Deque<Runnable>> streams = new HashMap<>();

  /** Streams with waiting tasks and no running one. */
  private final Deque<StreamId> ready = new ArrayDeque<>();

  private int atWork;
  private int waiting;

  /**
   * Starts a task, now or in its turn. {@link #done} must be called once when it has ended.
   *
   * @return false if too many tasks wait
   */
  boolean take(StreamId stream, Runnable work) {
    synchronized (this) {
      Deque<Runnable> known = streams.get(stream);
      if (waiting >= MAX_WAITING || (known != null && known.size() >= MAX_OF_A_STREAM)) {
        return false;
      }
      if (known == null) {
        known = new ArrayDeque<>();
        streams.put(stream, known);
        ready.add(stream);
      }
      known.add(work);
      waiting++;
    }
    begin();
    return true;
  }

  void done(StreamId stream) {
    synchronized (this) {
      atWork--;
      Deque<Runnable> left = streams.get(stream);
      if (left == null || left.isEmpty()) {
        streams.remove(stream);
      } else {
        ready.add(stream);
      }
    }
    begin();
  }

  private void begin() {
    for (Runnable work = next(); work != null; work = next()) {
      work.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    StreamId stream = atWork < MAX_AT_WORK ? ready.poll() : null;
    Deque<Runnable> works = stream == null ? null : streams.get(stream);
    if (works == null) {
      return null;
    }
    atWork++;
    waiting--;
    return works.remove();
  }
}
