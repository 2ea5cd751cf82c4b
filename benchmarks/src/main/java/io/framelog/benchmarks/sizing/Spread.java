package io.framelog.benchmarks.sizing;

/** Distribution of viewers to edges. */
enum Spread {
  /** Any viewer to any edge, like a plain load balancer. */
  ANYWHERE {
    @Override
    int streamsAnEdge(Demand demand, int edges) {
      return Math.max(1, Math.min(demand.streams(), demand.viewers() / edges));
    }
  },
  /** A stream's viewers to as few edges as possible, like a load balancer that hashes the path. */
  TOGETHER {
    @Override
    int streamsAnEdge(Demand demand, int edges) {
      // A stream that exceeds the rest of an edge continues on the next one.
      return Math.min(demand.streams(), (demand.streams() + edges - 1) / edges + 1);
    }
  };

  /** Streams that one of the edges follows. */
  abstract int streamsAnEdge(Demand demand, int edges);
}
