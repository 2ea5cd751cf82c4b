package io.framelog.benchmarks.sizing;

/**
 * A measured figure, and the words of docs/5-benchmarks.md it is taken from: a test finds them
 * there, so that a figure measured anew is not forgotten here.
 */
enum Figure {
  /** Streams of 25 frames a second that one core of an ingest node takes. */
  INGEST_STREAMS_A_CORE(401, "| ingest node | 0.499 | 401 |"),
  /**
   * Cores of a broker that takes one replica of 200 streams and is read by one follower of four.
   */
  BROKER_CORES_OF_200_STREAMS(0.404, "| its broker | 0.404 |"),
  /** Cores of an edge to follow one log. */
  EDGE_CORES_TO_FOLLOW(0.034, "0.034 cores by the line of `growth viewers`"),
  /** Processor time of an edge for one viewer and second, in microseconds. */
  EDGE_MICROS_A_VIEWER(159, "A viewer more costs 159 µs"),
  /** Cores of an edge with 2,000 viewers of ten streams. */
  EDGE_CORES_OF_TEN_STREAMS(0.40, "| edge, 2,000 of 10 streams | 0.40 |"),
  /** Kilobytes of heap a viewer. */
  EDGE_KILOBYTES_A_VIEWER(5.1, "5.1 KB of heap"),
  /** Resident megabytes of an edge with 2,000 viewers. */
  EDGE_MEGABYTES(246, "| edge | 182 | 5,491 | 9.6 | 26 | 246 |");

  private final double value;
  private final String source;

  Figure(double value, String source) {
    this.value = value;
    this.source = source;
  }

  double value() {
    return value;
  }

  /** A piece of docs/5-benchmarks.md. */
  String source() {
    return source;
  }

  /**
   * Cores of an edge for each stream after the first: what ten of them took beyond the first and
   * beyond the 2,000 viewers, a ninth of it.
   */
  static double edgeCoresAStreamMore() {
    double viewers = 2000 * EDGE_MICROS_A_VIEWER.value / 1e6;
    return (EDGE_CORES_OF_TEN_STREAMS.value - viewers - EDGE_CORES_TO_FOLLOW.value) / 9;
  }
}
