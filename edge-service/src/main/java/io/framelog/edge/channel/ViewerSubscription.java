package io.framelog.edge.channel;

import io.framelog.edge.channel.ChannelEvent.GapFound;
import java.util.Collection;
import java.util.List;

/**
 * A viewer's tie to a channel. Knows the number of the event it awaits: what was in its joining
 * snapshot is not given twice, what its event loop had to drop is noticed. Confined to the viewer's
 * event loop.
 */
public final class ViewerSubscription {
  private final ChannelViewer viewer;
  private final ViewerGroup group;
  private long fromOffset;
  private long awaited;
  private boolean detached;

  /** In the group's row; the group's business. */
  int place;

  /**
   * @param fromOffset events of earlier records are left out; the viewer has them
   * @param awaited number of the first event to come
   */
  ViewerSubscription(ChannelViewer viewer, ViewerGroup group, long fromOffset, long awaited) {
    this.viewer = viewer;
    this.group = group;
    this.fromOffset = fromOffset;
    this.awaited = awaited;
  }

  /** Gives what is new of these, one after the other, and flushes once. */
  void deliver(Collection<EventBatch> batches) {
    for (EventBatch batch : batches) {
      deliver(batch);
    }
    if (!detached) {
      viewer.flush();
    }
  }

  private void deliver(EventBatch batch) {
    if (batch.nextNumber() <= awaited) {
      return;
    }
    long number = batch.firstNumber();
    if (number > awaited && !detached) {
      viewer.skip(GapReason.BUSY);
    }
    List<ChannelEvent> events = batch.events();
    for (int i = 0; i < events.size() && !detached; i++) {
      if (number + i >= awaited) {
        give(events.get(i));
      }
    }
    awaited = batch.nextNumber();
  }

  /** Gives what was in memory at joining and lets go of it. */
  void deliverAndRelease(List<ChannelEvent> snapshot) {
    viewer.joining(snapshot.stream().mapToLong(ChannelEvent::size).sum());
    for (ChannelEvent event : snapshot) {
      if (!detached) {
        give(event);
      }
      event.release();
    }
    viewer.flush();
  }

  private void give(ChannelEvent event) {
    if (event instanceof GapFound gap && gap.reason().restartsOffsets()) {
      fromOffset = 0;
    }
    if (event.offset() >= fromOffset) {
      viewer.deliver(event);
    }
  }

  /** Whether its viewer counts and is {@linkplain ChannelViewer#isCrowded crowded}. */
  boolean isCrowded() {
    return !detached && viewer.isCrowded();
  }

  /** No further calls to the viewer. Idempotent. */
  public void detach() {
    if (!detached) {
      detached = true;
      group.remove(this);
    }
  }
}
