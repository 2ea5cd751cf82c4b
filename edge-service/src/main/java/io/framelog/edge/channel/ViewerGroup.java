package io.framelog.edge.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A channel's viewers on one event loop. A batch hops to the loop in one task however many viewers
 * there are; what waits for the loop is bounded, and what does not fit is dropped for the whole
 * loop: its viewers notice by the numbers and skip to the next chunk.
 *
 * <pre>
 *   log thread ── offer ──▶ [ loop queue, bytes ≤ bound ] ──▶ event loop ──▶ viewer, viewer, …
 *                  └─ full: dropped, counted
 * </pre>
 */
final class ViewerGroup {
  private final Executor loop;
  private final long bound;
  private final ChannelMetrics metrics;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicInteger size = new AtomicInteger();
  // Confined to the loop; a copy is walked because a delivery may detach its viewer.
  private List<Attachment> attachments = List.of();

  /**
   * @param bound bytes that may wait for the loop
   */
  ViewerGroup(Executor loop, long bound, ChannelMetrics metrics) {
    this.loop = loop;
    this.bound = bound;
    this.metrics = metrics;
  }

  /** Takes a reference of its own; never blocks; any thread, but batches in their order. */
  void offer(EventBatch batch) {
    long bytes = batch.size();
    if (waiting.addAndGet(bytes) > bound) {
      waiting.addAndGet(-bytes);
      metrics.droppedForLoop(batch.events().size());
      return;
    }
    batch.retain();
    try {
      loop.execute(() -> deliver(batch, bytes));
    } catch (RuntimeException shutDown) {
      waiting.addAndGet(-bytes);
      batch.release();
      throw shutDown;
    }
  }

  private void deliver(EventBatch batch, long bytes) {
    try {
      for (Attachment attachment : attachments) {
        attachment.deliver(batch);
      }
    } finally {
      waiting.addAndGet(-bytes);
      batch.release();
    }
  }

  /** On the loop. */
  void add(Attachment attachment) {
    List<Attachment> more = new ArrayList<>(attachments);
    more.add(attachment);
    attachments = more;
    size.incrementAndGet();
  }

  /** On the loop. */
  void remove(Attachment attachment) {
    List<Attachment> fewer = new ArrayList<>(attachments);
    if (fewer.remove(attachment)) {
      attachments = fewer;
      size.decrementAndGet();
    }
  }

  int size() {
    return size.get();
  }
}
