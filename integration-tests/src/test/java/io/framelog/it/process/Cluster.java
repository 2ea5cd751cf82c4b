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
  private final Runnable stopBroker;
  private final List<Service> started = new ArrayList<>();

  private Cluster(String bootstrapServers, Runnable stopBroker) {
    this.bootstrapServers = bootstrapServers;
    this.stopBroker = stopBroker;
  }

  public static Cluster startBroker() {
    EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(null, 0));
    return new Cluster(broker.bootstrapServers(), broker::close);
  }

  /** Around a broker that somebody else stops. */
  public static Cluster around(String bootstrapServers) {
    return new Cluster(bootstrapServers, () -> {});
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
    Map<String, String> all = new HashMap<>(properties);
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
    return start("control-api", Map.of());
  }

  private Service start(String module, Map<String, String> extra) {
    return start(module, extra, Map.of());
  }

  private Service start(String module, Map<String, String> extra, Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(extra);
    properties.put("kafka.bootstrap.servers", bootstrapServers());
    Service service = Service.start(module, properties, environment);
    started.add(service);
    return service;
  }

  @Override
  public void close() {
    started.forEach(Service::close);
    stopBroker.run();
  }
}
