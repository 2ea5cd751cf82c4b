package io.framelog.edge.websocket;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that were queued for one viewer and not accepted by its socket yet; used to count the
 * chunks that a gap costs the player. Frames are numbered over the connection's life. Confined to
 * the viewer's event loop.
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
   * @param written number of the next frame to be written to the socket
   */
  void opened(long chunk, long firstFrame, long written) {
    opened.addLast(new Opened(chunk, firstFrame));
    forgetBefore(written);
  }

  /**
   * The queued frames were dropped.
   *
   * @param written number of the first frame dropped
   */
  void dropped(long written) {
    forgetBefore(written);
    lose(opened.peekFirst());
  }

  /** The rest of the newest chunk is skipped. */
  void cut() {
    lose(opened.peekLast());
  }

  private void lose(@Nullable Opened chunk) {
    if (chunk != null && (firstLost == NONE || chunk.chunk < firstLost)) {
      firstLost = chunk.chunk;
    }
  }

  /** Removes the chunks before the one that a frame belongs to. */
  private void forgetBefore(long frame) {
    while (opened.size() > 1) {
      Opened first = opened.removeFirst();
      if (opened.getFirst().firstFrame > frame) {
        opened.addFirst(first);
        return;
      }
    }
  }

  /** Number of chunks lost completely or partly before the next one; 0 if unknown. */
  long lostBefore(long next) {
    return firstLost == NONE ? 0 : Math.max(next - firstLost, 1);
  }

  /** The player was notified of the loss. */
  void told() {
    firstLost = NONE;
  }
}
