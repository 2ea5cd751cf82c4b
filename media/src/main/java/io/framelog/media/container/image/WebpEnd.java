package io.framelog.media.container.image;

import io.framelog.media.container.ContainerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Finds a WebP's end by the size in its RIFF header (RFC 9649 §2.3). */
final class WebpEnd implements ImageEnd {
  private static final int HEADER_BYTES = 12;
  private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WEBP = "WEBP".getBytes(StandardCharsets.US_ASCII);

  private final long start;
  private final int maxBytes;
  private final ByteBuffer header =
      ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long left;

  /**
   * @param start byte offset of the image, for errors
   * @param maxBytes maximum bytes of an image
   */
  WebpEnd(long start, int maxBytes) {
    this.start = start;
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean advance(ByteBuffer input) {
    while (header.hasRemaining() && input.hasRemaining()) {
      header.put(input.get());
      if (!header.hasRemaining()) {
        left = size() - HEADER_BYTES;
      }
    }
    if (header.hasRemaining()) {
      return false;
    }
    int count = (int) Math.min(left, input.remaining());
    input.position(input.position() + count);
    left -= count;
    return left == 0;
  }

  private long size() {
    long announced = header.getInt(4) & 0xffff_ffffL;
    long size = 8 + announced + (announced & 1);
    if (!has(0, RIFF) || !has(8, WEBP) || size < HEADER_BYTES) {
      throw new ContainerException(
          ContainerException.Reason.MALFORMED, start, "RIFF header is not a WebP image's");
    }
    if (size > maxBytes) {
      throw new ContainerException(
          ContainerException.Reason.LIMIT_EXCEEDED,
          start,
          "image of " + size + " bytes, expected at most " + maxBytes);
    }
    return size;
  }

  private boolean has(int at, byte[] letters) {
    for (int i = 0; i < letters.length; i++) {
      if (header.get(at + i) != letters[i]) {
        return false;
      }
    }
    return true;
  }
}
