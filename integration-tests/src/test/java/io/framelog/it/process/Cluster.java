package io.framelog.it.process;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker and Framelog's services around it, each a process. */
public final class Cluster implements AutoCloseable {
  private final String bootstrapServers;
  private final Map<String, String> environment;
  private final Runnable stopBroker;
  private final List<Service> started = new ArrayList<>();

  private Cluster(String bootstrapServers, Map<String, String> environment, Runnable stopBroker) {
    this.bootstrapServers = bootstrapServers;
    this.environment = environment;
    this.stopBroker = stopBroker;
  }

  public static Cluster startBroker() {
    EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(null, 0));
    return new Cluster(broker.bootstrapServers(), Map.of(), broker::close);
  }

  /** Around a broker that somebody else stops. */
  public static Cluster around(String bootstrapServers) {
    return around(bootstrapServers, Map.of());
  }

  /**
   * The same with variables.
   *
   * @param environment of all services, besides this process' own
   */
  public static Cluster around(String bootstrapServers, Map<String, String> environment) {
    return new Cluster(bootstrapServers, environment, () -> {});
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  public IngestNode startIngest() {
    return startIngest(Map.of(), Map.of());
  }

  /**
   * An ingest node of its own kind.
   *
   * @param properties besides those every ingest node has
   * @param environment besides this process' own
   */
  public IngestNode startIngest(Map<String, String> properties, Map<String, String> environment) {
    int tcpPort = Ports.free();
    // All tests' publishers come from one address.
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "framelog.ingest.new-streams.per-address", "0",
                "framelog.ingest.new-streams.per-node", "0"));
    all.putAll(properties);
    all.put("framelog.ingest.tcp.port", "" + tcpPort);
    return new IngestNode(start("ingest-service", all, environment), tcpPort);
  }

  public Service startEdge() {
    return startEdge(Map.of());
  }

  /**
   * An edge of its own kind.
   *
   * @param properties besides those every edge has
   */
  public Service startEdge(Map<String, String> properties) {
    return start("edge-service", properties);
  }

  public Service startControlApi() {
    return startControlApi(Map.of());
  }

  /**
   * A control API of its own kind.
   *
   * @param properties besides those every control API has
   */
  public Service startControlApi(Map<String, String> properties) {
    return start("control-api", properties);
  }

  private Service start(String module, Map<String, String> extra) {
    return start(module, extra, Map.of());
  }

  private Service start(String module, Map<String, String> extra, Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(extra);
    properties.put("kafka.bootstrap.servers", bootstrapServers());
    Map<String, String> variables = new HashMap<>(this.environment);
    variables.putAll(environment);
    Service service = Service.start(module, properties, variables);
    started.add(service);
    return service;
  }

  @Override
  public void close() {
    started.forEach(Service::close);
    stopBroker.run();
  }
}
