package io.framelog.benchmarks.sizing;

/**
 * The demand of an installation.
 *
 * @param streams live at the same time, 25 frames/s each
 * @param megabits of one stream, Mbit/s
 * @param viewers at the same time, of all streams
 */
record Demand(int streams, double megabits, int viewers) {
  Demand {
    if (streams < 1 || megabits <= 0 || viewers < 1) {
      throw new IllegalArgumentException(
          "streams=%d megabits=%s viewers=%d, expected all above 0"
              .formatted(streams, megabits, viewers));
    }
  }
}
