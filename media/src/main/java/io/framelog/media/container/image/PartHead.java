package io.framelog.media.container.image;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.container.ContainerException;
import java.nio.ByteBuffer;

/**
 * Skips the head of a part in a multipart body (RFC 2046 §5.1): the boundary line, header lines and
 * an empty line. Lines end in CRLF or LF. The lines' content is ignored, because the image itself
 * determines its format and length. Not thread-safe.
 */
final class PartHead {
  /** Maximum number of bytes; real headers have less than a hundred. */
  private static final int MAX = 4096;

  private final long start;
  private int length;
  private boolean lineIsEmpty;

  /**
   * @param start byte offset of the boundary, for errors
   */
  PartHead(long start) {
    this.start = start;
  }

  /**
   * Consumes bytes of the head, but none after it.
   *
   * @return whether its last byte was among them
   * @throws ContainerException when the head is too long
   */
  boolean advance(ByteBuffer input) {
    while (input.hasRemaining()) {
      byte next = input.get();
      if (++length > MAX) {
        throw new ContainerException(
            MALFORMED,
            start,
            "multipart headers are longer than expected, at most " + MAX + " bytes");
      }
      if (next == '\n') {
        if (lineIsEmpty) {
          return true;
        }
        lineIsEmpty = true;
      } else if (next != '\r') {
        lineIsEmpty = false;
      }
    }
    return false;
  }
}
