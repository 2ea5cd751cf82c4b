package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.LIMIT_EXCEEDED;
import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.container.ContainerException;
import java.util.Arrays;

/**
 * The samples that fragments have announced and whose bytes have not all arrived, in the order of
 * their bytes. Stored in reused primitive arrays: a fragment needs no allocation once they have
 * grown.
 *
 * <p>Usage: {@link #add} any number, {@link #arrange} once, then read the {@code current…} sample
 * until {@link #isEmpty}.
 */
final class SampleTable {
  /** While sorting, a long holds the index (24 bits) and the relative offset (39 bits). */
  private static final int INDEX_BITS = 24;

  private static final int MAX_SAMPLES = 1 << INDEX_BITS;
  private static final long MAX_SPAN = 1L << (63 - INDEX_BITS);

  /**
   * Maximum number of fragments without data: usually one for each track. Each is sorted together
   * with all before it.
   */
  private static final int MAX_FRAGMENTS = 64;

  private final int maxSamples;
  private final int maxSampleBytes;
  private int fragments;
  private int count;
  private int next;
  private boolean ordered = true;
  private long announcedAt;
  private long sent;
  private long unsent;

  private int[] trackIds = {};
  private long[] offsets = {};
  private int[] sizes = {};
  private long[] decodeTimes = {};
  private long[] presentationTimes = {};
  private long[] durations = {};
  private boolean[] syncs = {};
  private long[] order = {};

  SampleTable(int maxSamples, int maxSampleBytes) {
    this.maxSamples = Math.min(maxSamples, MAX_SAMPLES);
    this.maxSampleBytes = maxSampleBytes;
  }

  boolean isEmpty() {
    return next == count;
  }

  /**
   * Removes samples whose bytes will not arrive. Twenty bytes can announce the maximum number, so a
   * publisher that only announces samples could keep a core busy.
   *
   * @param where offset for the error when more samples were abandoned than sent
   */
  void abandon(long where) {
    unsent += count - next;
    if (unsent > maxSamples + sent) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          where,
          unsent + " samples were announced and not sent, expected at most " + maxSamples);
    }
    clear();
  }

  private void clear() {
    count = 0;
    next = 0;
    fragments = 0;
    ordered = true;
  }

  /**
   * Makes room for samples to be added after the pending ones.
   *
   * @param where offset for the error when there are too many, or one is too large
   */
  void reserve(long more, long where) {
    if (isEmpty()) {
      clear();
    }
    announcedAt = where;
    if (more > maxSamples - count) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          where,
          "fragment of " + (more + count) + " samples, expected at most " + maxSamples);
    }
    int needed = count + (int) more;
    if (needed > sizes.length) {
      grow(Math.max(needed, 2 * sizes.length));
    }
  }

  /**
   * Adds a sample for which room was reserved. A sample without bytes is not added: it is a gap in
   * time, not a frame.
   */
  void add(int trackId, long offset, long size, long dts, long pts, long duration, boolean sync) {
    if (size > maxSampleBytes) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          announcedAt,
          "sample of " + size + " bytes, expected at most " + maxSampleBytes);
    }
    if (size == 0) {
      return;
    }
    int i = count++;
    trackIds[i] = trackId;
    offsets[i] = offset;
    sizes[i] = (int) size;
    decodeTimes[i] = dts;
    presentationTimes[i] = pts;
    durations[i] = duration;
    syncs[i] = sync;
    order[i] = i;
    ordered &= i == 0 || offsets[(int) order[i - 1]] <= offset;
  }

  /**
   * Sorts the added samples by offset.
   *
   * @param from offset of the following bytes: a sample before it can no longer be read
   */
  void arrange(long from) {
    if (isEmpty()) {
      return;
    }
    if (++fragments > MAX_FRAGMENTS) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          from,
          "fragment " + fragments + " without data, expected at most " + MAX_FRAGMENTS);
    }
    if (!ordered) {
      sort(from);
      ordered = true;
    }
    long end = from;
    for (int i = next; i < count; i++) {
      int sample = (int) order[i];
      if (offsets[sample] < end) {
        throw new ContainerException(
            MALFORMED,
            from,
            "sample at "
                + offsets[sample]
                + " is before its fragment's end or in another sample,"
                + " expected from "
                + end);
      }
      end = offsets[sample] + sizes[sample];
    }
  }

  private void sort(long from) {
    for (int i = next; i < count; i++) {
      int sample = (int) order[i];
      long distance = offsets[sample] - from;
      if (distance < 0 || distance >= MAX_SPAN) {
        throw new ContainerException(
            MALFORMED,
            from,
            "sample at "
                + offsets[sample]
                + " is too far from its fragment, expected within "
                + MAX_SPAN
                + " bytes");
      }
      order[i] = distance << INDEX_BITS | sample;
    }
    Arrays.sort(order, next, count);
    for (int i = next; i < count; i++) {
      order[i] &= MAX_SAMPLES - 1;
    }
  }

  int currentTrackId() {
    return trackIds[current()];
  }

  long currentOffset() {
    return offsets[current()];
  }

  int currentSize() {
    return sizes[current()];
  }

  long currentDts() {
    return decodeTimes[current()];
  }

  long currentPts() {
    return presentationTimes[current()];
  }

  long currentDuration() {
    return durations[current()];
  }

  boolean currentIsSync() {
    return syncs[current()];
  }

  /** Moves to the next sample. */
  void advance() {
    sent++;
    next++;
  }

  private int current() {
    return (int) order[next];
  }

  private void grow(int capacity) {
    trackIds = Arrays.copyOf(trackIds, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    decodeTimes = Arrays.copyOf(decodeTimes, capacity);
    presentationTimes = Arrays.copyOf(presentationTimes, capacity);
    durations = Arrays.copyOf(durations, capacity);
    syncs = Arrays.copyOf(syncs, capacity);
    order = Arrays.copyOf(order, capacity);
  }
}
