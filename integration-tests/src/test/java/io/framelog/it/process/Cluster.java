package io.framelog.it.process;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker and Framelog's services, each in a separate process. */
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

  /** A cluster with a given broker, which it does not stop. */
  public static Cluster around(String bootstrapServers) {
    return around(bootstrapServers, Map.of());
  }

  /**
   * A cluster with a given broker and environment variables.
   *
   * @param environment of all services, in addition to this process's
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
   * Starts an ingest node with further settings.
   *
   * @param properties in addition to those of every ingest node
   * @param environment in addition to this process's
   */
  public IngestNode startIngest(Map<String, String> properties, Map<String, String> environment) {
    int tcpPort = Ports.free();
    // All publishers of the tests have the same address.
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
   * Starts an edge with further settings.
   *
   * @param properties in addition to those of every edge
   */
  public Service startEdge(Map<String, String> properties) {
    return start("edge-service", properties);
  }

  public Service startControlApi() {
    return startControlApi(Map.of());
  }

  /**
   * Starts a control API with further settings.
   *
   * @param properties in addition to those of every control API
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
