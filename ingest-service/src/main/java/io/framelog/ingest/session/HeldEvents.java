package io.framelog.ingest.session;

import io.framelog.media.Bytes;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps what was parsed while the stream is being claimed. The socket is paused then, so that this
 * is what one read from it held and one sample begun before; the bound catches a source that does
 * not stop. One thread.
 */
final class HeldEvents {
  /** A read from the socket is at most this long, with much to spare. */
  private static final int ONE_READ = 1 << 20;

  private final long maxBytes;
  private final Deque<MediaEvent> events = new ArrayDeque<>();
  private long bytes;

  /**
   * @param maxSampleBytes the parser's bound on one sample
   */
  HeldEvents(int maxSampleBytes) {
    this.maxBytes = (long) maxSampleBytes + ONE_READ;
  }

  /**
   * Keeps an event, a sample with a copy of its data.
   *
   * @return false when that would pass the bound; the event is not kept then
   */
  boolean add(MediaEvent event) {
    if (event instanceof MediaEvent.SampleRead read) {
      int length = read.sample().data().remaining();
      if (bytes + length > maxBytes) {
        return false;
      }
      bytes += length;
      events.add(new MediaEvent.SampleRead(copy(read.sample())));
    } else {
      events.add(event);
    }
    return true;
  }

  /** Hands everything on in order and forgets it. */
  void drainTo(MediaEventSink sink) {
    bytes = 0;
    for (MediaEvent event = events.poll(); event != null; event = events.poll()) {
      sink.on(event);
    }
  }

  private static Sample copy(Sample sample) {
    ByteBuffer data = Bytes.copyOf(sample.data()).buffer();
    return new Sample(
        sample.trackId(), sample.dts(), sample.pts(), sample.duration(), sample.sync(), data);
  }
}
