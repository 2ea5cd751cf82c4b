package io.framelog.media.packaging.webm;

import io.framelog.media.Bytes;
import io.framelog.media.packaging.PendingSamples;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One Cluster of known size with SimpleBlocks in the order of their timestamps (RFC 9559 §5.1.3),
 * written once into an array of exactly its size. A frame with an alpha channel is a BlockGroup:
 *
 * <pre>
 * BlockGroup
 * ├─ Block           like a SimpleBlock, without its flags
 * ├─ BlockAdditions ─ BlockMore ─ BlockAddID 1, BlockAdditional
 * └─ ReferenceBlock  unless it is a keyframe: minus one frame duration
 * </pre>
 */
final class ClusterWriter {
  private static final int CLUSTER = 0x1F43B675;
  private static final int TIMESTAMP = 0xE7;
  private static final int SIMPLE_BLOCK = 0xA3;
  private static final int BLOCK_GROUP = 0xA0;
  private static final int BLOCK = 0xA1;
  private static final int BLOCK_ADDITIONS = 0x75A1;
  private static final int BLOCK_MORE = 0xA6;
  private static final int BLOCK_ADD_ID = 0xEE;
  private static final int BLOCK_ADDITIONAL = 0xA5;
  private static final int REFERENCE_BLOCK = 0xFB;
  private static final int KEYFRAME = 0x80;

  /** Track number (one byte), relative timestamp, flags. */
  private static final int BLOCK_HEADER = 4;

  /** An id of one byte, a size of one byte, a number of two bytes. */
  private static final int REFERENCE_BYTES = 4;

  /** An id of one byte, a size of one byte, a number of one byte. */
  private static final int ADD_ID_BYTES = 3;

  /** Fixed, so that a Cluster's size does not depend on its time. */
  private static final int TIMESTAMP_BYTES = 8;

  private final PendingSamples samples;
  private int[] order = new int[16];

  ClusterWriter(PendingSamples samples) {
    this.samples = samples;
  }

  /**
   * Writes the pending samples as a Cluster.
   *
   * @throws IllegalArgumentException when they span more than 32767 ms, the range of a block's time
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
      payload +=
          samples.alphaSize(i) > 0
              ? EbmlWriter.elementLength(BLOCK_GROUP, groupLength(i))
              : EbmlWriter.elementLength(SIMPLE_BLOCK, BLOCK_HEADER + (long) samples.size(i));
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
    if (samples.alphaSize(sample) > 0) {
      writeGroup(out, sample, clusterTime);
    } else {
      int flags = samples.keyframe(sample) ? KEYFRAME : 0;
      writeFrame(out, SIMPLE_BLOCK, sample, clusterTime, flags);
    }
  }

  private void writeFrame(ByteBuffer out, int id, int sample, long clusterTime, int flags) {
    EbmlWriter.putId(out, id);
    EbmlWriter.putSize(out, BLOCK_HEADER + (long) samples.size(sample));
    out.put((byte) (0x80 | (samples.track(sample) + 1)));
    out.putShort((short) (samples.pts(sample) - clusterTime));
    out.put((byte) flags);
    samples.copyTo(sample, out);
  }

  private long groupLength(int sample) {
    return EbmlWriter.elementLength(BLOCK, BLOCK_HEADER + (long) samples.size(sample))
        + EbmlWriter.elementLength(
            BLOCK_ADDITIONS, EbmlWriter.elementLength(BLOCK_MORE, moreLength(sample)))
        + (samples.keyframe(sample) ? 0 : REFERENCE_BYTES);
  }

  private long moreLength(int sample) {
    return ADD_ID_BYTES + EbmlWriter.elementLength(BLOCK_ADDITIONAL, samples.alphaSize(sample));
  }

  private void writeGroup(ByteBuffer out, int sample, long clusterTime) {
    EbmlWriter.putId(out, BLOCK_GROUP);
    EbmlWriter.putSize(out, groupLength(sample));
    writeFrame(out, BLOCK, sample, clusterTime, 0);
    long more = moreLength(sample);
    EbmlWriter.putId(out, BLOCK_ADDITIONS);
    EbmlWriter.putSize(out, EbmlWriter.elementLength(BLOCK_MORE, more));
    EbmlWriter.putId(out, BLOCK_MORE);
    EbmlWriter.putSize(out, more);
    EbmlWriter.putId(out, BLOCK_ADD_ID);
    EbmlWriter.putSize(out, 1);
    out.put((byte) 1);
    EbmlWriter.putId(out, BLOCK_ADDITIONAL);
    EbmlWriter.putSize(out, samples.alphaSize(sample));
    samples.copyAlphaTo(sample, out);
    if (!samples.keyframe(sample)) {
      // Readers only check whether a ReferenceBlock exists, not which frame it refers to.
      EbmlWriter.putId(out, REFERENCE_BLOCK);
      EbmlWriter.putSize(out, 2);
      out.putShort((short) -Math.min(samples.duration(sample), Short.MAX_VALUE));
    }
  }

  /** Insertion sort: stable, in place, and the samples are almost in order. */
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
