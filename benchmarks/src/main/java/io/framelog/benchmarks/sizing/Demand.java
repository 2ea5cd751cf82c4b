package io.framelog.benchmarks.sizing;

/**
 * What is asked for.
 *
 * @param streams live at a time, 25 frames a second each
 * @param megabits of one stream, Mbit/s
 * @param viewers at a time, over all streams
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
