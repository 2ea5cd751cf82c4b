package io.framelog.controlplane;

/**
 * Bounds of what edges keep of a stream's current chunk for those who join: one that is longer goes
 * to those already watching alone.
 *
 * @param bytes of its parts, at least 1
 * @param durationUs µs of media, at least 1
 */
public record ChunkLimit(long bytes, long durationUs) {
  public ChunkLimit {
    if (bytes < 1 || durationUs < 1) {
      throw new IllegalArgumentException(
          "chunk limit is " + bytes + " bytes, " + durationUs + " µs, expected both positive");
    }
  }
}
