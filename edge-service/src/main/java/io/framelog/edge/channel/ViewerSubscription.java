package io.framelog.edge.channel;

import io.framelog.edge.channel.ChannelEvent.GapFound;
import java.util.Collection;
import java.util.List;

/**
 * A viewer's subscription to a channel. Keeps the number of the next expected event: events of the
 * joining snapshot are not delivered twice, and events that the event loop dropped are detected.
 * Confined to the viewer's event loop.
 */
public final class ViewerSubscription {
  private final ChannelViewer viewer;
  private final ViewerGroup group;
  private long fromOffset;
  private long awaited;
  private boolean detached;

  /** Index in the group's row; maintained by the group. */
  int place;

  /**
   * @param fromOffset events of earlier records are skipped; the viewer has them
   * @param awaited number of the next event
   */
  ViewerSubscription(ChannelViewer viewer, ViewerGroup group, long fromOffset, long awaited) {
    this.viewer = viewer;
    this.group = group;
    this.fromOffset = fromOffset;
    this.awaited = awaited;
  }

  /** Delivers the new events of these batches in order, and flushes once. */
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

  /** Delivers the events of the joining snapshot and releases them. */
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

  /** Whether its viewer is attached and {@linkplain ChannelViewer#isCrowded crowded}. */
  boolean isCrowded() {
    return !detached && viewer.isCrowded();
  }

  /** Ends all calls to the viewer. Idempotent. */
  public void detach() {
    if (!detached) {
      detached = true;
      group.remove(this);
    }
  }
}
