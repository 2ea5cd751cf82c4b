package io.framelog.media.chunk;

import io.framelog.media.Bytes;
import io.framelog.media.Sample;
import java.util.ArrayDeque;
import java.util.Deque;

/** Copies of the audio before the first keyframe, bounded; the oldest is dropped first. */
final class LeadingAudio {
  /** Fixed cost of an entry, so that empty samples are bounded too. */
  private static final int OVERHEAD_BYTES = 64;

  private final int maxBytes;
  private final Deque<Held> held = new ArrayDeque<>();
  private int bytes;

  /** One sample with its own copy of the data, times in the input's ticks. */
  record Held(long dts, long pts, long duration, Bytes data) {
    Sample sample(int trackId) {
      return new Sample(trackId, dts, pts, duration, true, data.buffer());
    }
  }

  LeadingAudio(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Adds a copy. Removes all previous samples if the publisher's clock was set back, and the oldest
   * samples above the bound.
   *
   * @return number of samples removed
   */
  int add(Sample sample, long timescale) {
    int dropped = 0;
    if (!held.isEmpty() && isSetBack(held.getLast(), sample, timescale)) {
      dropped = clear();
    }
    Held copy =
        new Held(sample.dts(), sample.pts(), sample.duration(), Bytes.copyOf(sample.data()));
    held.add(copy);
    bytes += size(copy);
    while (bytes > maxBytes) {
      bytes -= size(held.remove());
      dropped++;
    }
    return dropped;
  }

  /**
   * Removes all samples.
   *
   * @return number of samples removed
   */
  int clear() {
    int dropped = held.size();
    held.clear();
    bytes = 0;
    return dropped;
  }

  private static boolean isSetBack(Held last, Sample next, long timescale) {
    return last.dts() - next.dts() > TrackTimeline.MAX_BACKWARD_S * timescale;
  }

  private static int size(Held sample) {
    return sample.data().length() + OVERHEAD_BYTES;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  int size() {
    return held.size();
  }

  Held first() {
    return held.getFirst();
  }

  Held last() {
    return held.getLast();
  }

  Held remove() {
    Held sample = held.remove();
    bytes -= size(sample);
    return sample;
  }
}
