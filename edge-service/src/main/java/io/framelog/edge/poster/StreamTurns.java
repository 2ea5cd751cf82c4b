package io.framelog.edge.poster;

import io.framelog.log.StreamId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work for streams, at most one piece at a time for each, so that a slow stream delays none but
 * itself.
 *
 * <pre>
 *   take ──▶ [ cam1: a b c ]  ─┐                       ┌─ done: the stream goes to the end
 *        ──▶ [ cam2: d ]      ─┴▶ streams in turn ──▶ at work, bounded
 *    └ full: refused
 * </pre>
 *
 * Thread-safe; work is begun on the thread of whoever takes or ends a turn.
 */
final class StreamTurns {
  private static final int MAX_AT_WORK = 16;
  private static final int MAX_OF_A_STREAM = 8;
  private static final int MAX_WAITING = 1024;

  /** Work that waits, of each stream that has some waiting or at work. */
  private final Map<StreamId, Deque<Runnable>> streams = new HashMap<>();

  /** Streams with work waiting and none at work. */
  private final Deque<StreamId> ready = new ArrayDeque<>();

  private int atWork;
  private int waiting;

  /**
   * Begins the work now or in its turn; {@link #done} is to be called once it has ended.
   *
   * @return false if too much waits
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
