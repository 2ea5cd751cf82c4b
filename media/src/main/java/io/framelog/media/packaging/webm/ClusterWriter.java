package io.framelog.media.packaging.webm;

import io.framelog.media.Bytes;
import io.framelog.media.packaging.PendingSamples;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One Cluster of known size with SimpleBlocks in the order of their timestamps (RFC 9559 §5.1.3),
 * written once into an array of exactly its size.
 */
final class ClusterWriter {
  private static final int CLUSTER = 0x1F43B675;
  private static final int TIMESTAMP = 0xE7;
  private static final int SIMPLE_BLOCK = 0xA3;
  private static final int KEYFRAME = 0x80;

  /** Track number (one byte), relative timestamp, flags. */
  private static final int BLOCK_HEADER = 4;

  /** Fixed, so that a Cluster's size does not hang on when it was. */
  private static final int TIMESTAMP_BYTES = 8;

  private final PendingSamples samples;
  private int[] order = new int[16];

  ClusterWriter(PendingSamples samples) {
    this.samples = samples;
  }

  /**
   * The pending samples as a Cluster.
   *
   * @throws IllegalArgumentException when they span more than 32767 ms, a block's reach
   */
  Bytes write() {
    sort();
    long clusterTime = samples.pts(order[0]);
    long span = samples.pts(order[samples.count() - 1]) - clusterTime;
    if (span > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a part of " + span + " ms does not fit a Cluster, expected at most 32767 ms");
    }
    long payload = EbmlWriter.elementLength(TIMESTAMP, TIMESTAMP_BYTES);
    for (int i = 0; i < samples.count(); i++) {
      payload += EbmlWriter.elementLength(SIMPLE_BLOCK, BLOCK_HEADER + (long) samples.size(i));
    }
    ByteBuffer out =
        ByteBuffer.wrap(new byte[Math.toIntExact(EbmlWriter.elementLength(CLUSTER, payload))]);
    EbmlWriter.putId(out, CLUSTER);
    EbmlWriter.putSize(out, payload);
    EbmlWriter.putId(out, TIMESTAMP);
    EbmlWriter.putSize(out, TIMESTAMP_BYTES);
    out.putLong(clusterTime);
    for (int i = 0; i < samples.count(); i++) {
      writeBlock(out, order[i], clusterTime);
    }
    return Bytes.wrap(out.array());
  }

  private void writeBlock(ByteBuffer out, int sample, long clusterTime) {
    EbmlWriter.putId(out, SIMPLE_BLOCK);
    EbmlWriter.putSize(out, BLOCK_HEADER + (long) samples.size(sample));
    out.put((byte) (0x80 | (samples.track(sample) + 1)));
    out.putShort((short) (samples.pts(sample) - clusterTime));
    out.put((byte) (samples.keyframe(sample) ? KEYFRAME : 0));
    samples.copyTo(sample, out);
  }

  /** Insertion sort: stable, in place, and the samples come almost in order. */
  private void sort() {
    int count = samples.count();
    if (order.length < count) {
      order = Arrays.copyOf(order, 2 * count);
    }
    for (int i = 0; i < count; i++) {
      int at = i;
      while (at > 0 && samples.pts(order[at - 1]) > samples.pts(i)) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
  }
}
