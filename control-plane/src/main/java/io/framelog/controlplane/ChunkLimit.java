package io.framelog.controlplane;

/**
 * Bounds of the chunks that edges keep for viewers who join: a longer one is delivered only to
 * viewers who are already connected.
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
