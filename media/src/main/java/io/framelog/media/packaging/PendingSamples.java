package io.framelog.media.packaging;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The samples of the current part, in memory that is reused for the next part.
 *
 * <p>Parallel arrays instead of objects: adding a sample allocates nothing once the arrays have
 * grown to the stream's typical part. The memory of an unusually large part is released.
 */
public final class PendingSamples {
  private static final int INITIAL_SAMPLES = 16;
  private static final int INITIAL_BYTES = 64 << 10;

  /** Larger parts count as unusually large. */
  private static final int KEPT_BYTES = 4 << 20;

  private int count;
  private int byteCount;
  private int[] track = new int[INITIAL_SAMPLES];
  private long[] dts = new long[INITIAL_SAMPLES];
  private long[] pts = new long[INITIAL_SAMPLES];
  private long[] duration = new long[INITIAL_SAMPLES];
  private boolean[] keyframe = new boolean[INITIAL_SAMPLES];
  private int[] offset = new int[INITIAL_SAMPLES];
  private int[] size = new int[INITIAL_SAMPLES];
  private int[] alphaSize = new int[INITIAL_SAMPLES];
  private byte[] data = new byte[INITIAL_BYTES];

  /** Adds a copy of one sample; parameters as in {@link Packager#add}. */
  public void add(
      int trackIndex,
      long sampleDts,
      long samplePts,
      long sampleDuration,
      boolean isKeyframe,
      ByteBuffer sample) {
    add(trackIndex, sampleDts, samplePts, sampleDuration, isKeyframe, sample, null);
  }

  /** Adds a copy of one sample with its alpha channel, if it has one. */
  public void add(
      int trackIndex,
      long sampleDts,
      long samplePts,
      long sampleDuration,
      boolean isKeyframe,
      ByteBuffer sample,
      @Nullable ByteBuffer alpha) {
    int length = sample.remaining();
    int alphaLength = alpha == null ? 0 : alpha.remaining();
    int newByteCount = Math.addExact(byteCount, Math.addExact(length, alphaLength));
    if (newByteCount > data.length) {
      data = Arrays.copyOf(data, grown(data.length, newByteCount));
    }
    if (count == track.length) {
      growSamples();
    }
    sample.get(sample.position(), data, byteCount, length);
    if (alpha != null) {
      alpha.get(alpha.position(), data, byteCount + length, alphaLength);
    }
    track[count] = trackIndex;
    dts[count] = sampleDts;
    pts[count] = samplePts;
    duration[count] = sampleDuration;
    keyframe[count] = isKeyframe;
    offset[count] = byteCount;
    size[count] = length;
    alphaSize[count] = alphaLength;
    count++;
    byteCount = newByteCount;
  }

  private static int grown(int current, int needed) {
    return (int) Math.max(needed, Math.min(2L * current, Integer.MAX_VALUE - 8));
  }

  private void growSamples() {
    int capacity = 2 * count;
    track = Arrays.copyOf(track, capacity);
    dts = Arrays.copyOf(dts, capacity);
    pts = Arrays.copyOf(pts, capacity);
    duration = Arrays.copyOf(duration, capacity);
    keyframe = Arrays.copyOf(keyframe, capacity);
    offset = Arrays.copyOf(offset, capacity);
    size = Arrays.copyOf(size, capacity);
    alphaSize = Arrays.copyOf(alphaSize, capacity);
  }

  /**
   * Writes the samples as a part, then removes them but keeps the memory.
   *
   * @param write reads the samples here
   * @throws IllegalStateException when there is none
   */
  public Bytes finish(Supplier<Bytes> write) {
    if (count == 0) {
      throw new IllegalStateException("no sample was added to the part");
    }
    Bytes part = write.get();
    count = 0;
    byteCount = 0;
    if (data.length > KEPT_BYTES) {
      data = new byte[INITIAL_BYTES];
    }
    return part;
  }

  public int count() {
    return count;
  }

  /** Bytes of all samples, including alpha channels. */
  public int byteCount() {
    return byteCount;
  }

  public int track(int index) {
    return track[index];
  }

  public long dts(int index) {
    return dts[index];
  }

  public long pts(int index) {
    return pts[index];
  }

  public long duration(int index) {
    return duration[index];
  }

  public boolean keyframe(int index) {
    return keyframe[index];
  }

  /** Bytes of one sample's alpha channel; 0 when it has none. */
  public int alphaSize(int index) {
    return alphaSize[index];
  }

  /** Copies one sample's alpha channel to the position of {@code target}. */
  public void copyAlphaTo(int index, ByteBuffer target) {
    target.put(data, offset[index] + size[index], alphaSize[index]);
  }

  /** Bytes of one sample. */
  public int size(int index) {
    return size[index];
  }

  /** Copies one sample's bytes to the position of {@code target}. */
  public void copyTo(int index, ByteBuffer target) {
    target.put(data, offset[index], size[index]);
  }
}
