package io.framelog.benchmarks.sizing;

/**
 * What a demand needs. Every number is a formula over {@link Figure}s and the assumptions named
 * here; docs/6-scale.md says which is which.
 */
record Sizing(Demand demand, Spread spread) {
  /** Machines are planned half full: the latencies measured at half load hold there. */
  static final double LOAD = 0.5;

  /** Of a link's bits; what is above belongs to joins and to a machine that is away. */
  static final double LINK_LOAD = 0.7;

  /** TCP/IP and WebSocket headers: 40 bytes in 1,448, and 4 in a part; rounded up. */
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

  /** Linux' {@code vm.max_map_count}, less what a JVM takes for itself. */
  private static final int MAPS_A_BROKER = 60_000;

  /** A sizing that grows beyond it is hopeless, not exact. */
  private static final int MAX_EDGES = 100_000;

  /** Gbit/s to viewers. */
  double viewerGigabits() {
    return demand.viewers() * demand.megabits() * WIRE / 1000;
  }

  /** Two at least, so that one may leave. */
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

  /** Cores at work on so many edges together. */
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

  /** Gbit/s out of Kafka to edges: each reads every stream it has viewers of, once. */
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

  /** A link carries so much each way; out goes what is read and what is replicated. */
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

  /** Index maps of the brokers there are, of each. */
  long mapsABroker() {
    return (long) demand.streams() * REPLICAS * segments() * MAPS_A_SEGMENT / brokers();
  }

  /** Of one replica, the one being written included. */
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
