package io.framelog.edge.websocket;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that one viewer has been given and its socket has not taken, so that a gap tells how
 * many of them the player misses. Frames are counted over the connection's life. Confined to the
 * viewer's event loop.
 */
final class UnsentChunks {
  private static final long NONE = -1;

  private record Opened(long chunk, long firstFrame) {}

  private final ArrayDeque<Opened> opened = new ArrayDeque<>();
  private long firstLost = NONE;

  /**
   * A chunk begins.
   *
   * @param firstFrame number of its first frame
   * @param written number of the next frame that the socket takes
   */
  void opened(long chunk, long firstFrame, long written) {
    opened.addLast(new Opened(chunk, firstFrame));
    forgetBefore(written);
  }

  /**
   * What waited was dropped.
   *
   * @param written number of the first frame dropped
   */
  void dropped(long written) {
    forgetBefore(written);
    lose(opened.peekFirst());
  }

  /** What follows of the newest chunk is left out. */
  void cut() {
    lose(opened.peekLast());
  }

  private void lose(@Nullable Opened chunk) {
    if (chunk != null && (firstLost == NONE || chunk.chunk < firstLost)) {
      firstLost = chunk.chunk;
    }
  }

  /** Leaves the chunk that a frame belongs to in front. */
  private void forgetBefore(long frame) {
    while (opened.size() > 1) {
      Opened first = opened.removeFirst();
      if (opened.getFirst().firstFrame > frame) {
        opened.addFirst(first);
        return;
      }
    }
  }

  /** Chunks lost wholly or in part before the one to come; 0 when that is not known. */
  long lostBefore(long next) {
    return firstLost == NONE ? 0 : Math.max(next - firstLost, 1);
  }

  /** The player knows of what was lost. */
  void told() {
    firstLost = NONE;
  }
}
