package io.framelog.media.container.mkv;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reused memory for content that came in pieces. Grows with what came, to at most twice that, and
 * gives memory back that a single large sample made it take.
 */
final class GatherBuffer {
  private static final int INITIAL_BYTES = 1024;
  private static final int KEPT_BYTES = 4 << 20;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  /** Takes {@code count} bytes from the input. */
  void append(ByteBuffer input, int count) {
    if (bytes.length - length < count) {
      long doubled = Math.max(2L * bytes.length, (long) length + count);
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
    }
    input.get(bytes, length, count);
    length += count;
  }

  /** What was gathered; valid until the next change. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }
}
