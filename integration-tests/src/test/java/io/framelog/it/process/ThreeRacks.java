package io.framelog.it.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;

/**
 * Three brokers in the racks a, b and c, whose consumers can read from the replica of their rack
 * (KIP-392).
 */
public final class ThreeRacks implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> RACKS = List.of("a", "b", "c");

  private final List<KafkaNode> nodes = new ArrayList<>();
  private final Admin admin;

  private ThreeRacks(Path folder) {
    List<Integer> ports = IntStream.range(0, 3).mapToObj(i -> Ports.free()).toList();
    List<Integer> controllers = IntStream.range(0, 3).mapToObj(i -> Ports.free()).toList();
    String clusterId = Uuid.randomUuid().toString();
    for (int i = 0; i < RACKS.size(); i++) {
      nodes.add(
          KafkaNode.start(
              folder.resolve("broker-" + RACKS.get(i)),
              clusterId,
              ports.get(i),
              settings(i, ports, controllers)));
    }
    nodes.forEach(KafkaNode::awaitListening);
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  public static ThreeRacks start(Path folder) {
    return new ThreeRacks(folder);
  }

  private static Map<String, String> settings(
      int i, List<Integer> ports, List<Integer> controllers) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("node.id", Integer.toString(i + 1));
    settings.put("broker.rack", RACKS.get(i));
    settings.put(
        "replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector");
    settings.put("process.roles", "broker,controller");
    settings.put(
        "controller.quorum.voters",
        "1@127.0.0.1:%d,2@127.0.0.1:%d,3@127.0.0.1:%d".formatted(controllers.toArray()));
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(ports.get(i), controllers.get(i)));
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("auto.create.topics.enable", "false");
    return settings;
  }

  /** The addresses of all three, so that a client can connect when one has failed. */
  public String bootstrapServers() {
    return String.join(",", nodes.stream().map(KafkaNode::bootstrapServers).toList());
  }

  /** Further settings of services. */
  public Map<String, String> properties() {
    return Map.of("framelog.log.replication-factor", Integer.toString(RACKS.size()));
  }

  /** The rack of the broker that leads a stream's log. */
  public String leader(String stream) {
    return RACKS.get(describe(stream).leader().id() - 1);
  }

  /** The other racks. */
  public static List<String> otherThan(String rack) {
    return RACKS.stream().filter(each -> !each.equals(rack)).toList();
  }

  public KafkaNode in(String rack) {
    return nodes.get(RACKS.indexOf(rack));
  }

  /** Waits until all replicas of a stream's log are in sync. */
  public void awaitInSync(String stream) {
    Awaitility.await("three replicas of " + stream + " in sync")
        .atMost(PATIENCE)
        .until(() -> describe(stream).isr().size() == RACKS.size());
  }

  private TopicPartitionInfo describe(String stream) {
    String topic = "framelog.live." + stream;
    try {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
          .map(description -> description.partitions().get(0))
          .findFirst()
          .orElseThrow();
    } catch (Exception e) {
      throw new IllegalStateException("cannot describe " + topic, e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    nodes.forEach(KafkaNode::close);
  }
}
