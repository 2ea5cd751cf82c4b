package io.framelog.media.chunk;

import io.framelog.media.Bytes;
import io.framelog.media.Sample;
import java.util.ArrayDeque;
import java.util.Deque;

/** Copies of the audio that came before the first keyframe, bounded; the oldest goes first. */
final class LeadingAudio {
  /** An entry's own cost, so that empty samples are bounded too. */
  private static final int OVERHEAD_BYTES = 64;

  private final int maxBytes;
  private final Deque<Held> held = new ArrayDeque<>();
  private int bytes;

  /** One sample with memory of its own, times in the input's ticks. */
  record Held(long dts, long pts, long duration, Bytes data) {}

  LeadingAudio(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Keeps a copy; returns how many older samples that cost. */
  int add(Sample sample) {
    Held copy =
        new Held(sample.dts(), sample.pts(), sample.duration(), Bytes.copyOf(sample.data()));
    held.add(copy);
    bytes += size(copy);
    int dropped = 0;
    while (bytes > maxBytes) {
      bytes -= size(held.remove());
      dropped++;
    }
    return dropped;
  }

  private static int size(Held sample) {
    return sample.data().length() + OVERHEAD_BYTES;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  Held first() {
    return held.getFirst();
  }

  Held remove() {
    Held sample = held.remove();
    bytes -= size(sample);
    return sample;
  }
}
