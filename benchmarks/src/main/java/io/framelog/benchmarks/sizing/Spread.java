package io.framelog.benchmarks.sizing;

/** How viewers come to edges. */
enum Spread {
  /** Any viewer to any edge, as a plain load balancer does. */
  ANYWHERE {
    @Override
    int streamsAnEdge(Demand demand, int edges) {
      return Math.max(1, Math.min(demand.streams(), demand.viewers() / edges));
    }
  },
  /** A stream's viewers to as few edges as hold them, as one that hashes the path does. */
  TOGETHER {
    @Override
    int streamsAnEdge(Demand demand, int edges) {
      // A stream too large for the rest of an edge goes on in the next.
      return Math.min(demand.streams(), (demand.streams() + edges - 1) / edges + 1);
    }
  };

  /** Streams that one of so many edges follows. */
  abstract int streamsAnEdge(Demand demand, int edges);
}
