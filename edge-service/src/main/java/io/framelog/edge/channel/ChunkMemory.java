package io.framelog.edge.channel;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current chunk, for joining viewers; holds a reference to each of its events. Bounded: a chunk
 * that exceeds the channel's bound, the stream's limit, or the budget of all channels of the edge
 * is dropped, and {@link #overflowed} is true until the next one. Guarded by its channel's lock.
 */
final class ChunkMemory {
  private static final long NO_PART = Long.MIN_VALUE;

  private final long bound;
  private final ChunkBudget budget;
  private final List<ChannelEvent> events = new ArrayList<>();
  private @Nullable ChunkLimit streamLimit;
  private @Nullable ChunkOpened opening;
  private long firstPtsUs = NO_PART;
  private long size;
  private boolean overflowed;

  /**
   * @param bound bytes
   * @param budget of all channels
   */
  ChunkMemory(long bound, ChunkBudget budget) {
    this.bound = bound;
    this.budget = budget;
  }

  /** Sets the stream's limit; {@code null} leaves the channel's bound only. */
  void limit(@Nullable ChunkLimit limit) {
    streamLimit = limit;
  }

  /** Takes a reference of its own if it keeps the event. */
  void remember(ChannelEvent event) {
    if (event instanceof ChunkOpened opened) {
      forget();
      opening = opened;
      keep(event);
    } else if (event instanceof PartArrived part) {
      if (opening != null) {
        keepPart(part);
      }
    } else if (endsChunk(event)) {
      forget();
    }
  }

  /** {@code PublisherSilent} does not end a chunk: the publisher may continue it. */
  private static boolean endsChunk(ChannelEvent event) {
    return event instanceof ChannelEvent.GapFound || event instanceof ChannelEvent.SessionEnded;
  }

  private void keepPart(PartArrived part) {
    firstPtsUs = firstPtsUs == NO_PART ? part.ptsUs() : firstPtsUs;
    ChunkLimit limit = streamLimit;
    if (limit != null
        && (size + part.size() > limit.bytes() || part.ptsUs() - firstPtsUs > limit.durationUs())) {
      overflow();
    } else {
      keep(part);
    }
  }

  private void keep(ChannelEvent event) {
    if (size + event.size() > bound || !budget.take(event.size())) {
      overflow();
      return;
    }
    size += event.size();
    events.add(event.retain());
  }

  private void overflow() {
    forget();
    overflowed = true;
  }

  void forget() {
    events.forEach(ChannelEvent::release);
    events.clear();
    opening = null;
    firstPtsUs = NO_PART;
    budget.giveBack(size);
    size = 0;
    overflowed = false;
  }

  /** Whether the current chunk is too long to be kept. */
  boolean overflowed() {
    return overflowed;
  }

  /** Whether a reader of the log up to an offset can continue with this memory without a gap. */
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
