package io.framelog.benchmarks.sizing;

/**
 * A measured figure and its text in docs/5-benchmarks.md. A test checks that the page contains the
 * text, so that a new measurement is also changed here.
 */
enum Figure {
  /** Streams with 25 frames/s that one core of an ingest node processes. */
  INGEST_STREAMS_A_CORE(401, "| ingest node | 0.499 | 401 |"),
  /** Cores of a broker that stores one replica of 200 streams; a follower reads four of them. */
  BROKER_CORES_OF_200_STREAMS(0.404, "| its broker | 0.404 |"),
  /** Cores of an edge to follow one log. */
  EDGE_CORES_TO_FOLLOW(0.034, "0.034 cores by the line of `growth viewers`"),
  /** Processor time of an edge per viewer and second, µs. */
  EDGE_MICROS_A_VIEWER(159, "A viewer more costs 159 µs"),
  /** Cores of an edge with 2,000 viewers of ten streams. */
  EDGE_CORES_OF_TEN_STREAMS(0.40, "| edge, 2,000 of 10 streams | 0.40 |"),
  /** Kilobytes of heap per viewer. */
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

  /** The text in docs/5-benchmarks.md. */
  String source() {
    return source;
  }

  /**
   * Cores of an edge per stream after the first: a ninth of the cores for ten streams, without
   * those for the first stream and the 2,000 viewers.
   */
  static double edgeCoresAStreamMore() {
    double viewers = 2000 * EDGE_MICROS_A_VIEWER.value / 1e6;
    return (EDGE_CORES_OF_TEN_STREAMS.value - viewers - EDGE_CORES_TO_FOLLOW.value) / 9;
  }
}
