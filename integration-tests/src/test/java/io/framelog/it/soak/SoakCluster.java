package io.framelog.it.soak;

import io.framelog.it.process.BrokerProcess;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Processes of a broker, two ingest nodes, two edges and a control API, behind proxies. */
final class SoakCluster implements AutoCloseable {
  /** A service to which publishers or viewers connect through a proxy. */
  record Node(String name, Service service, TcpProxy proxy) {}

  private final BrokerProcess broker;
  private final Cluster cluster;
  private final List<Node> ingests = new ArrayList<>();
  private final List<Node> edges = new ArrayList<>();
  private final Service control;

  SoakCluster(Path data) {
    broker = BrokerProcess.start(data);
    cluster = Cluster.around(broker.bootstrapServers());
    for (int i = 1; i <= 2; i++) {
      IngestNode ingest = cluster.startIngest();
      ingests.add(new Node("ingest-" + i, ingest.service(), new TcpProxy(ingest.tcpPort())));
    }
    for (int i = 1; i <= 2; i++) {
      Service edge = cluster.startEdge();
      edges.add(new Node("edge-" + i, edge, new TcpProxy(edge.httpPort())));
    }
    control = cluster.startControlApi();
  }

  BrokerProcess broker() {
    return broker;
  }

  Service control() {
    return control;
  }

  /** A random ingest node, if possible one with connections. */
  Node ingest(Random random) {
    return one(ingests, random);
  }

  /** A random edge, if possible one with connections. */
  Node edge(Random random) {
    return one(edges, random);
  }

  private static Node one(List<Node> nodes, Random random) {
    List<Node> used = nodes.stream().filter(node -> node.proxy().connections() > 0).toList();
    List<Node> from = used.isEmpty() ? nodes : used;
    return from.get(random.nextInt(from.size()));
  }

  /** URLs for publishers, starting with the node of an index. */
  List<String> publishAt(int first) {
    return turned(ingests, first).map(node -> "tcp://127.0.0.1:" + node.proxy().port()).toList();
  }

  /** URLs for viewers of a stream, starting with the edge of an index. */
  List<URI> watchAt(String stream, int first) {
    return turned(edges, first)
        .map(node -> URI.create("ws://127.0.0.1:" + node.proxy().port() + "/live/" + stream))
        .toList();
  }

  private static Stream<Node> turned(List<Node> nodes, int first) {
    return Stream.iterate(first, i -> i + 1)
        .limit(nodes.size())
        .map(i -> nodes.get(i % nodes.size()));
  }

  void cutConnections() {
    Stream.concat(ingests.stream(), edges.stream()).forEach(node -> node.proxy().cut());
  }

  /** All processes, by name, each with all its runs. */
  Map<String, Supplier<List<RunningProcess>>> processes() {
    Map<String, Supplier<List<RunningProcess>>> all = new LinkedHashMap<>();
    all.put("broker", broker::runs);
    Stream.concat(ingests.stream(), edges.stream())
        .forEach(node -> all.put(node.name(), node.service()::runs));
    all.put("control", control::runs);
    return all;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    Stream.concat(ingests.stream(), edges.stream()).forEach(node -> node.proxy().close());
    cluster.close();
    broker.close();
  }
}
