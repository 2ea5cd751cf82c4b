package io.framelog.media;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Keeps events in order, with copies of their samples, up to a bound. Not thread-safe. */
public final class PendingEventBuffer {
  /** An event's own cost, so that empty samples are bounded too. */
  private static final int OVERHEAD_BYTES = 64;

  private final long maxBytes;
  private final Deque<MediaEvent> events = new ArrayDeque<>();
  private long bytes;

  /**
   * @param maxBytes of all samples together
   */
  public PendingEventBuffer(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Keeps an event, a sample with a copy of its data.
   *
   * @return false when that would pass the bound; the event is not kept then
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

  /** Hands everything on in order and forgets it. */
  public void drainTo(MediaEventSink sink) {
    bytes = 0;
    for (MediaEvent event = events.poll(); event != null; event = events.poll()) {
      sink.on(event);
    }
  }

  /** The event that was kept first; null when there is none. */
  public @Nullable MediaEvent first() {
    return events.peek();
  }

  /** Takes out the event that was kept first; null when there is none. */
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
