package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.container.ContainerException;
import io.framelog.media.container.GatherBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Splits a publisher's bytes into top-level boxes, resumable at any byte.
 *
 * <pre>
 *             8 or 16 bytes                     SKIP, STREAM: as bytes arrive
 *   in header ──────────────▶ in body ─────────▶ BUFFER: once, when complete
 *       ▲                        │
 *       └────────────────────────┘ last byte of the box
 * </pre>
 *
 * Invariant: {@code header == null} exactly while in a header; {@code collected} counts the bytes
 * of {@code headerBytes} then.
 */
final class BoxReader {
  private final byte[] headerBytes = new byte[16];
  private final GatherBuffer body = new GatherBuffer();
  private int collected;
  private long offset;
  private @Nullable BoxHeader header;
  private BoxHandler.BodyUse use = BoxHandler.BodyUse.SKIP;

  /** Bytes consumed so far. */
  long offset() {
    return offset;
  }

  void feed(ByteBuffer input, BoxHandler handler) {
    while (input.hasRemaining()) {
      BoxHeader box = header;
      if (box == null) {
        box = readHeader(input);
        if (box == null) {
          return;
        }
        use = handler.boxFound(box);
        header = box;
        collected = 0;
      }
      switch (use) {
        case BUFFER -> buffer(box, input, handler);
        case STREAM -> stream(box, input, handler);
        case SKIP -> skip(box, input);
      }
      if (offset == box.end()) {
        header = null;
        collected = 0;
      }
    }
  }

  private @Nullable BoxHeader readHeader(ByteBuffer input) {
    if (!collectHeader(input, 8)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(headerBytes);
    long size = bytes.getInt(0) & 0xffff_ffffL;
    int type = bytes.getInt(4);
    if (!FourCc.isPlausible(type)) {
      throw new ContainerException(
          MALFORMED, offset - collected, "expected a box, found type " + FourCc.name(type));
    }
    if (size == 1) {
      if (!collectHeader(input, 16)) {
        return null;
      }
      size = bytes.getLong(8);
    } else if (size == 0) {
      return openEnded(type);
    }
    long start = offset - collected;
    if (size < collected || size > Long.MAX_VALUE - start - 1) {
      throw new ContainerException(
          MALFORMED,
          start,
          "box "
              + FourCc.name(type)
              + " has size "
              + Long.toUnsignedString(size)
              + ", expected at least "
              + collected
              + " and below 2^63");
    }
    return new BoxHeader(type, start, collected, start + size);
  }

  private BoxHeader openEnded(int type) {
    if (type != FourCc.MDAT) {
      throw new ContainerException(
          MALFORMED,
          offset - collected,
          "box " + FourCc.name(type) + " has no size, which only mdat may lack");
    }
    return new BoxHeader(type, offset - collected, collected, Long.MAX_VALUE);
  }

  private boolean collectHeader(ByteBuffer input, int wanted) {
    int n = Math.min(wanted - collected, input.remaining());
    if (n > 0) {
      input.get(headerBytes, collected, n);
      collected += n;
      offset += n;
    }
    return collected >= wanted;
  }

  private void buffer(BoxHeader box, ByteBuffer input, BoxHandler handler) {
    int size = Math.toIntExact(box.bodySize());
    if (body.length() == 0 && input.remaining() >= size) {
      int start = input.position();
      input.position(start + size);
      offset += size;
      // A duplicate is big-endian, whatever byte order the input has.
      handler.boxRead(box, BoxBody.of(box, input.duplicate(), start));
      return;
    }
    int n = Math.min(size - body.length(), input.remaining());
    body.append(input, n);
    offset += n;
    if (body.length() == size) {
      ByteBuffer whole = body.view();
      body.clear();
      handler.boxRead(box, BoxBody.of(box, whole, 0));
    }
  }

  private void stream(BoxHeader box, ByteBuffer input, BoxHandler handler) {
    int limit = input.limit();
    int n = (int) Math.min(box.end() - offset, input.remaining());
    input.limit(input.position() + n);
    long from = offset;
    offset += n;
    handler.bodyArrived(box, from, input);
    input.limit(limit);
  }

  private void skip(BoxHeader box, ByteBuffer input) {
    int n = (int) Math.min(box.end() - offset, input.remaining());
    input.position(input.position() + n);
    offset += n;
  }
}
