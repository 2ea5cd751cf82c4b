package io.framelog.edge.channel;

import java.util.List;

/**
 * Events of one channel in order, numbered consecutively over the channel's life.
 *
 * @param firstNumber number of the first event; the next batch begins at {@link #nextNumber}
 */
record EventBatch(long firstNumber, List<ChannelEvent> events) {
  EventBatch {
    events = List.copyOf(events);
  }

  long nextNumber() {
    return firstNumber + events.size();
  }

  long size() {
    long size = 0;
    for (ChannelEvent event : events) {
      size += event.size();
    }
    return size;
  }

  EventBatch retain() {
    events.forEach(ChannelEvent::retain);
    return this;
  }

  void release() {
    events.forEach(ChannelEvent::release);
  }
}
