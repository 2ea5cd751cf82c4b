package io.framelog.media.container;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reused memory for content that came in pieces. Grows with what came, to at most twice that, and
 * gives memory back that a single large sample made it take.
 */
public final class GatherBuffer {
  private static final int INITIAL_BYTES = 1024;
  private static final int KEPT_BYTES = 4 << 20;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  /** Forgets what was gathered; a view of it stays valid until the next {@link #append}. */
  public void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  /** Takes {@code count} bytes from the input. */
  public void append(ByteBuffer input, int count) {
    if (bytes.length - length < count) {
      long doubled = Math.max(2L * bytes.length, (long) length + count);
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
    }
    input.get(bytes, length, count);
    length += count;
  }

  /** Bytes gathered. */
  public int length() {
    return length;
  }

  /** What was gathered; valid until the next {@link #append}. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }
}
