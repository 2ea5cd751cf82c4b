package io.framelog.media.container.image;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.container.ContainerException;
import java.nio.ByteBuffer;

/**
 * Passes over what stands before an image in a multipart body (RFC 2046 §5.1): the boundary's line,
 * header lines and an empty line. Lines end in CRLF or LF. What the lines say is not looked at,
 * because an image itself tells its kind and its end. Not thread-safe.
 */
final class PartHead {
  /** Most bytes; headers that are written have less than a hundred. */
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
   * Consumes bytes of the head, never one behind it.
   *
   * @return whether its last byte was among them
   * @throws ContainerException when it is too long
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
