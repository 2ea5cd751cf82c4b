package io.framelog.media.container.mkv;

import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import java.nio.ByteBuffer;

/**
 * The content of a SimpleBlock or Block, RFC 9559 §10: track, relative time, flags, frames. Reused
 * for each block to avoid allocations: call {@link #read}, then the getters.
 */
final class Block {
  private static final int FLAG_KEYFRAME = 0x80;
  private static final int MAX_FRAMES = 256;

  private final int[] sizes = new int[MAX_FRAMES];
  private final Varint varint = new Varint();
  private ByteBuffer data = ByteBuffer.allocate(0);
  private long offset;
  private long track;
  private int relativeTime;
  private boolean keyframe;
  private int frames;
  private int next;

  /**
   * Parses everything before the frames.
   *
   * @param content of the element, consumed by {@link #nextFrame}
   * @throws ContainerException MALFORMED when its lacing does not fit its size
   */
  void read(ByteBuffer content, long elementOffset) {
    data = content;
    offset = elementOffset;
    next = 0;
    track = number();
    need(3);
    relativeTime = data.getShort();
    int flags = data.get();
    keyframe = (flags & FLAG_KEYFRAME) != 0;
    switch (flags & 0x06) {
      case 0x02 -> xiph();
      case 0x04 -> equal();
      case 0x06 -> ebml();
      default -> {
        frames = 1;
        sizes[0] = data.remaining();
      }
    }
  }

  private void frameCount() {
    need(1);
    frames = (data.get() & 0xff) + 1;
  }

  private void xiph() {
    frameCount();
    int sum = 0;
    for (int i = 0; i < frames - 1; i++) {
      int size = 0;
      int part;
      do {
        need(1);
        part = data.get() & 0xff;
        size += part;
      } while (part == 0xff);
      sizes[i] = size;
      sum += size;
    }
    last(sum);
  }

  private void equal() {
    frameCount();
    if (data.remaining() % frames != 0 || !data.hasRemaining()) {
      throw malformed(data.remaining() + " bytes in " + frames + " frames of equal size");
    }
    for (int i = 0; i < frames; i++) {
      sizes[i] = data.remaining() / frames;
    }
  }

  private void ebml() {
    frameCount();
    long size = 0;
    long sum = 0;
    for (int i = 0; i < frames - 1; i++) {
      long number = number();
      // All but the first are differences, with an offset that makes them non-negative.
      size = i == 0 ? number : size + number - ((1L << (7 * varint.length() - 1)) - 1);
      sum += size;
      if (size < 0 || sum > data.remaining()) {
        throw malformed("laced frame " + i + " of " + size + " bytes");
      }
      sizes[i] = (int) size;
    }
    last((int) sum);
  }

  private void last(int sum) {
    if (sum > data.remaining()) {
      throw malformed("laced frames of " + sum + " bytes, found " + data.remaining());
    }
    sizes[frames - 1] = data.remaining() - sum;
  }

  private long number() {
    varint.reset();
    do {
      need(1);
    } while (!varint.accept(data.get() & 0xff));
    if (varint.length() > 8) {
      throw malformed("a number that begins with a zero byte");
    }
    return varint.number();
  }

  private void need(int bytes) {
    if (data.remaining() < bytes) {
      throw malformed("ends before its frames");
    }
  }

  private ContainerException malformed(String what) {
    return new ContainerException(Reason.MALFORMED, offset, "Block: " + what);
  }

  long offset() {
    return offset;
  }

  long track() {
    return track;
  }

  /** Segment ticks after the Cluster's timestamp, -32768..32767. */
  int relativeTime() {
    return relativeTime;
  }

  /** The flag of a SimpleBlock. */
  boolean keyframe() {
    return keyframe;
  }

  int frames() {
    return frames;
  }

  /** A view of the next frame; must be called {@link #frames()} times. */
  ByteBuffer nextFrame() {
    ByteBuffer frame = data.slice(data.position(), sizes[next]);
    data.position(data.position() + sizes[next]);
    next++;
    return frame;
  }
}
