package io.framelog.edge.hls;

import io.framelog.edge.frame.ReadBackMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one chunk, with a direct buffer per HLS part that all its readers share. Grows until
 * its chunk is complete. Confined to its stream's loop; the buffers that it returns are not.
 *
 * <p>Its memory counts as read back, except while a cache with a bound of its own keeps it.
 */
final class SegmentMedia {
  private final Segment segment;
  private final ReadBackMemory memory;
  private final List<ByteBuf> parts = new ArrayList<>();
  private boolean kept;
  private long bytes;

  SegmentMedia(Segment segment, ReadBackMemory memory) {
    this.segment = segment;
    this.memory = memory;
  }

  Segment segment() {
    return segment;
  }

  static int bytesOf(List<ByteBuffer> data) {
    return data.stream().mapToInt(ByteBuffer::remaining).sum();
  }

  /** Adds a part; copies its data once for all readers. */
  void add(List<ByteBuffer> data) {
    int size = bytesOf(data);
    ByteBuf part = memory.allocator().directBuffer(size, size);
    data.forEach(piece -> part.writeBytes(piece.duplicate()));
    parts.add(part);
    bytes += size;
    if (kept) {
      memory.keep(size);
    }
  }

  /** Marks it as kept by a cache, until it is released. Idempotent. */
  SegmentMedia keep() {
    if (!kept) {
      kept = true;
      memory.keep(bytes);
    }
    return this;
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

  /** A view of the whole chunk, with a reference for the caller. */
  ByteBuf whole() {
    ByteBuf[] views = parts.stream().map(ByteBuf::retainedDuplicate).toArray(ByteBuf[]::new);
    return Unpooled.wrappedBuffer(views.length, views);
  }

  /** Releases the chunk. Views that readers still hold count as read back. */
  void release() {
    if (kept) {
      kept = false;
      memory.keep(-bytes);
    }
    parts.forEach(ByteBuf::release);
    parts.clear();
    bytes = 0;
  }
}
