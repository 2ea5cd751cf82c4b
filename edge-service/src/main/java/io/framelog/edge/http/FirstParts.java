package io.framelog.edge.http;

import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.frame.SharedFrame;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Holds the first parts of a response until every track has been seen: a chunk begins with a
 * picture alone, and the sound behind it may begin earlier. Who joins in the middle of a chunk
 * waits for nothing; at a chunk's beginning it is usually one frame. Confined to its event loop.
 */
final class FirstParts {
  /** Media time after which a track without samples is waited for no longer, µs. */
  private static final long MAX_US = 500_000;

  private static final int MAX_PARTS = 64;

  private final ResponseTimeline timeline;
  private final Consumer<SharedFrame> send;
  private final ArrayDeque<SharedFrame> held = new ArrayDeque<>();
  private boolean settled;
  private long firstPtsUs;

  /**
   * @param timeline learns from what is held
   * @param send is given each part in order
   */
  FirstParts(ResponseTimeline timeline, Consumer<SharedFrame> send) {
    this.timeline = timeline;
    this.send = send;
  }

  void begin(ChunkOpened opened) {
    timeline.begin(opened.mime(), opened.init());
  }

  /** Sends a part, now or when {@link #settle}d. */
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

  /** Sends what is held. Idempotent. */
  void settle() {
    settled = true;
    timeline.settle();
    while (!held.isEmpty()) {
      SharedFrame part = held.remove();
      send.accept(part);
      part.release();
    }
  }

  /** Lets go of what is held. Idempotent. */
  void drop() {
    held.forEach(SharedFrame::release);
    held.clear();
  }
}
