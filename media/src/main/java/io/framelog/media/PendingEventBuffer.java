package io.framelog.media;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Buffers events in order, with copies of their samples, up to a bound. Not thread-safe. */
public final class PendingEventBuffer {
  /** Fixed cost of an event, so that empty samples are bounded too. */
  private static final int OVERHEAD_BYTES = 64;

  private final long maxBytes;
  private final Deque<MediaEvent> events = new ArrayDeque<>();
  private long bytes;

  /**
   * @param maxBytes maximum size of all events together
   */
  public PendingEventBuffer(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Adds an event; the data of a sample is copied.
   *
   * @return false when the event would exceed the bound; it is not added then
   */
  public boolean add(MediaEvent event) {
    if (event instanceof MediaEvent.SampleRead read) {
      int cost = cost(read.sample());
      if (bytes + cost > maxBytes) {
        return false;
      }
      bytes += cost;
      events.add(new MediaEvent.SampleRead(copy(read.sample())));
    } else {
      events.add(event);
    }
    return true;
  }

  /** Passes all events to the sink in order and removes them. */
  public void drainTo(MediaEventSink sink) {
    bytes = 0;
    for (MediaEvent event = events.poll(); event != null; event = events.poll()) {
      sink.on(event);
    }
  }

  /** The oldest event; null when there is none. */
  public @Nullable MediaEvent first() {
    return events.peek();
  }

  /** Removes and returns the oldest event; null when there is none. */
  public @Nullable MediaEvent poll() {
    MediaEvent event = events.poll();
    if (event instanceof MediaEvent.SampleRead read) {
      bytes -= cost(read.sample());
    }
    return event;
  }

  private static int cost(Sample sample) {
    return sample.data().remaining() + OVERHEAD_BYTES;
  }

  private static Sample copy(Sample sample) {
    ByteBuffer data = Bytes.copyOf(sample.data()).buffer();
    return new Sample(
        sample.trackId(), sample.dts(), sample.pts(), sample.duration(), sample.sync(), data);
  }
}
