package io.framelog.media.chunk;

/**
 * The end of a stream's log, where a new session continues.
 *
 * @param nextChunk number of the next chunk; 0 in an empty log
 * @param discontinuities {@code disc} that the new session's first header carries: 0 in an empty
 *     log, else the last header's plus one
 * @param endUs largest presentation time plus duration so far, µs; 0 in an empty log
 */
public record StreamEnd(long nextChunk, int discontinuities, long endUs) {
  public static final StreamEnd EMPTY = new StreamEnd(0, 0, 0);

  public StreamEnd {
    if (nextChunk < 0 || discontinuities < 0 || endUs < 0) {
      throw new IllegalArgumentException(
          "stream end " + nextChunk + "/" + discontinuities + "/" + endUs + " has a negative part");
    }
  }
}
