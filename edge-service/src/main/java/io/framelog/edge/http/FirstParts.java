package io.framelog.edge.http;

import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.frame.SharedFrame;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Holds the first parts of a response until every track has been seen: a chunk begins with a
 * keyframe alone, and the audio after it may have earlier timestamps. This delays a viewer that
 * joins at a chunk's beginning by usually one frame, and one that joins later not at all. Confined
 * to its event loop.
 */
final class FirstParts {
  /** Longest media time, µs, to wait for a track without samples. */
  private static final long MAX_US = 500_000;

  private static final int MAX_PARTS = 64;

  private final ResponseTimeline timeline;
  private final Consumer<SharedFrame> send;
  private final ArrayDeque<SharedFrame> held = new ArrayDeque<>();
  private boolean settled;
  private long firstPtsUs;

  /**
   * @param timeline reads the times of the held parts
   * @param send called with each part in order
   */
  FirstParts(ResponseTimeline timeline, Consumer<SharedFrame> send) {
    this.timeline = timeline;
    this.send = send;
  }

  void begin(ChunkOpened opened) {
    timeline.begin(opened.mime(), opened.init());
  }

  /** Sends a part, now or on {@link #settle}. */
  void add(PartArrived part) {
    if (settled) {
      send.accept(part.frame());
      return;
    }
    if (held.isEmpty()) {
      firstPtsUs = part.ptsUs();
    }
    held.add(part.frame().retain());
    boolean complete = timeline.learn(part.frame().payload());
    if (complete || held.size() >= MAX_PARTS || part.ptsUs() - firstPtsUs >= MAX_US) {
      settle();
    }
  }

  /** Sends the held parts. Idempotent. */
  void settle() {
    settled = true;
    timeline.settle();
    while (!held.isEmpty()) {
      SharedFrame part = held.remove();
      send.accept(part);
      part.release();
    }
  }

  /** Releases the held parts. Idempotent. */
  void drop() {
    held.forEach(SharedFrame::release);
    held.clear();
  }
}
