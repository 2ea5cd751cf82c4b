package io.framelog.edge.viewer.hls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one chunk, an HLS part each in one direct buffer that all its readers share. Grows
 * until its chunk is complete. Confined to its stream's loop; what it hands out is not.
 */
final class SegmentMedia {
  private final Segment segment;
  private final List<ByteBuf> parts = new ArrayList<>();
  private long bytes;

  SegmentMedia(Segment segment) {
    this.segment = segment;
  }

  Segment segment() {
    return segment;
  }

  /** Copies, once for all who will read it. */
  void add(List<ByteBuffer> data) {
    int size = data.stream().mapToInt(ByteBuffer::remaining).sum();
    ByteBuf part = PooledByteBufAllocator.DEFAULT.directBuffer(size);
    data.forEach(piece -> part.writeBytes(piece.duplicate()));
    parts.add(part);
    bytes += size;
  }

  long bytes() {
    return bytes;
  }

  int parts() {
    return parts.size();
  }

  /** A view of one part, with a reference for the caller. */
  ByteBuf part(int number) {
    return parts.get(number).retainedDuplicate();
  }

  /** A view of all of it, with a reference for the caller. */
  ByteBuf whole() {
    ByteBuf[] views = parts.stream().map(ByteBuf::retainedDuplicate).toArray(ByteBuf[]::new);
    return Unpooled.wrappedBuffer(views.length, views);
  }

  /** Readers keep what they were given. */
  void release() {
    parts.forEach(ByteBuf::release);
    parts.clear();
    bytes = 0;
  }
}
