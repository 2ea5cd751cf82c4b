package io.framelog.media.container;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A reusable buffer for content that arrives in pieces. Grows to at most twice its content, and
 * releases the memory of a single large sample.
 */
public final class GatherBuffer {
  private static final int INITIAL_BYTES = 1024;
  private static final int KEPT_BYTES = 4 << 20;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  /** Removes the content; a view of it stays valid until the next {@link #append}. */
  public void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  /** Appends {@code count} bytes of the input. */
  public void append(ByteBuffer input, int count) {
    if (bytes.length - length < count) {
      long doubled = Math.max(2L * bytes.length, (long) length + count);
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
    }
    input.get(bytes, length, count);
    length += count;
  }

  /** Number of bytes in the buffer. */
  public int length() {
    return length;
  }

  /** The content; valid until the next {@link #append}. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }
}
