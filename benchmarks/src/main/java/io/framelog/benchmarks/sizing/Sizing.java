package io.framelog.benchmarks.sizing;

/**
 * The machines for a demand. Every number is calculated from {@link Figure}s and the assumptions
 * below; docs/6-scale.md explains the formulas.
 */
record Sizing(Demand demand, Spread spread) {
  /** Planned load of a machine's cores: the latencies were measured at half load. */
  static final double LOAD = 0.5;

  /** Planned load of a link; the rest is for joins and for the failure of a machine. */
  static final double LINK_LOAD = 0.7;

  /** Overhead of TCP/IP and WebSocket headers: 40 bytes per 1,448, and 4 per part; rounded up. */
  static final double WIRE = 1.05;

  static final int EDGE_CORES = 4;
  static final int INGEST_CORES = 4;
  static final int BROKER_CORES = 8;
  static final double LINK_GIGABITS = 10;
  static final int REPLICAS = 3;
  static final double RETENTION_S = 3600;

  /** {@code framelog.log.segment-bytes}, in megabits, and a twelfth of the retention. */
  private static final double SEGMENT_MEGABITS = 134.217728 * 8;

  private static final double SEGMENT_S = RETENTION_S / 12;
  private static final int MAPS_A_SEGMENT = 2;

  /** {@code vm.max_map_count} of Linux, minus the JVM's own maps. */
  private static final int MAPS_A_BROKER = 60_000;

  /** Limit of the search: a larger sizing is not realistic. */
  private static final int MAX_EDGES = 100_000;

  /** Gbit/s to viewers. */
  double viewerGigabits() {
    return demand.viewers() * demand.megabits() * WIRE / 1000;
  }

  /** At least two, so that one may be stopped. */
  int edges() {
    return Math.max(2, Math.max(edgesByLink(), edgesByCores()));
  }

  int edgesByLink() {
    return up(viewerGigabits() / (LINK_GIGABITS * LINK_LOAD));
  }

  int edgesByCores() {
    int edges = 1;
    while (coresOf(edges) > edges * EDGE_CORES * LOAD && edges < MAX_EDGES) {
      edges++;
    }
    return edges;
  }

  /** Busy cores of this number of edges in total. */
  private double coresOf(int edges) {
    double follow =
        Figure.EDGE_CORES_TO_FOLLOW.value()
            + (spread.streamsAnEdge(demand, edges) - 1) * Figure.edgeCoresAStreamMore();
    return edges * follow + demand.viewers() * Figure.EDGE_MICROS_A_VIEWER.value() / 1e6;
  }

  /** Gigabytes of memory of one edge. */
  double edgeGigabytes() {
    double viewers = (double) demand.viewers() / edges();
    return (Figure.EDGE_MEGABYTES.value() + viewers * Figure.EDGE_KILOBYTES_A_VIEWER.value() / 1000)
        / 1000;
  }

  int ingestNodes() {
    return Math.max(
        2, up(demand.streams() / (Figure.INGEST_STREAMS_A_CORE.value() * INGEST_CORES * LOAD)));
  }

  /** Gbit/s from Kafka to edges: each edge reads every stream of its viewers once. */
  double kafkaOutGigabits() {
    return edges() * spread.streamsAnEdge(demand, edges()) * demand.megabits() / 1000;
  }

  /** Gbit/s into Kafka's brokers, replication included. */
  double kafkaInGigabits() {
    return demand.streams() * demand.megabits() * REPLICAS / 1000;
  }

  int brokers() {
    return Math.max(
        REPLICAS, Math.max(brokersByLink(), Math.max(brokersByCores(), brokersByMaps())));
  }

  /** A link has its rate in each direction; reads and replication are outgoing. */
  int brokersByLink() {
    double replicated = demand.streams() * demand.megabits() * (REPLICAS - 1) / 1000;
    double busierWay = Math.max(kafkaInGigabits(), replicated + kafkaOutGigabits());
    return up(busierWay / (LINK_GIGABITS * LINK_LOAD));
  }

  int brokersByCores() {
    double cores = demand.streams() * REPLICAS * Figure.BROKER_CORES_OF_200_STREAMS.value() / 200;
    return up(cores / (BROKER_CORES * LOAD));
  }

  int brokersByMaps() {
    return up((double) demand.streams() * REPLICAS * segments() * MAPS_A_SEGMENT / MAPS_A_BROKER);
  }

  /** Index maps per broker. */
  long mapsABroker() {
    return (long) demand.streams() * REPLICAS * segments() * MAPS_A_SEGMENT / brokers();
  }

  /** Segments of one replica, including the one being written. */
  int segments() {
    double seconds = Math.min(SEGMENT_S, SEGMENT_MEGABITS / demand.megabits());
    return up(RETENTION_S / seconds) + 1;
  }

  /** Terabytes on all brokers' disks. */
  double diskTerabytes() {
    return kafkaInGigabits() * RETENTION_S / 8 / 1000;
  }

  private static int up(double number) {
    return (int) Math.ceil(number);
  }
}
