package io.framelog.edge.channel;

import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current chunk, for those who join; holds a reference to each of its events. Bounded: a chunk
 * that grows past the bound is forgotten and {@link #overflowed} until the next one. Guarded by its
 * channel's lock.
 */
final class ChunkMemory {
  private final long bound;
  private final List<ChannelEvent> events = new ArrayList<>();
  private @Nullable ChunkOpened opening;
  private long size;
  private boolean overflowed;

  /**
   * @param bound bytes
   */
  ChunkMemory(long bound) {
    this.bound = bound;
  }

  /** Takes a reference of its own where it keeps the event. */
  void remember(ChannelEvent event) {
    if (event instanceof ChunkOpened opened) {
      forget();
      opening = opened;
      keep(event);
    } else if (event instanceof PartArrived) {
      if (opening != null) {
        keep(event);
      }
    } else {
      forget();
    }
  }

  private void keep(ChannelEvent event) {
    size += event.size();
    if (size > bound) {
      forget();
      overflowed = true;
      return;
    }
    events.add(event.retain());
  }

  void forget() {
    events.forEach(ChannelEvent::release);
    events.clear();
    opening = null;
    size = 0;
    overflowed = false;
  }

  /** Whether a chunk is going on that is too long to be kept. */
  boolean overflowed() {
    return overflowed;
  }

  /** Whether whoever has read the log up to an offset can go on from here without a hole. */
  boolean reachesBackTo(long offset) {
    return opening != null && opening.position().offset() <= offset;
  }

  long size() {
    return size;
  }

  /** The chunk so far, each event with a reference for the caller. */
  List<ChannelEvent> retained() {
    events.forEach(ChannelEvent::retain);
    return List.copyOf(events);
  }
}
