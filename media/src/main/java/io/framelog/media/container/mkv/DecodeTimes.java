package io.framelog.media.container.mkv;

import java.util.Arrays;

/**
 * Derives decode times, which Matroska does not have, from the presentation times of frames in
 * decode order: the k-th decode time is the k-th smallest presentation time, delayed by the reorder
 * depth. Needs no later frame, and gives the same times as ffmpeg.
 */
final class DecodeTimes {
  private final long[] window;
  private final long frameTicks;
  private final long jumpTicks;
  private boolean empty = true;

  /**
   * @param depth maximum number of frames that a frame may precede in presentation but follow in
   *     decoding
   * @param frameTicks usual duration of a frame, for the times of the first ones, at least 1
   * @param jumpTicks a presentation time that is smaller than the others by more than this restarts
   *     the times
   */
  DecodeTimes(int depth, long frameTicks, long jumpTicks) {
    this.window = new long[depth + 1];
    this.frameTicks = frameTicks;
    this.jumpTicks = jumpTicks;
  }

  /** The decode time of the next frame. */
  long next(long pts) {
    if (window.length == 1) {
      return pts;
    }
    if (empty || pts < window[0] - jumpTicks) {
      empty = false;
      for (int i = 0; i < window.length; i++) {
        window[i] = pts - (window.length - 1 - i) * frameTicks;
      }
      return window[0];
    }
    window[0] = pts;
    Arrays.sort(window);
    return window[0];
  }
}
