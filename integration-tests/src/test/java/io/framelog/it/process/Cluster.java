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
    int tcpPort = Ports.free();
    Service service = start("ingest-service", Map.of("framelog.ingest.tcp.port", "" + tcpPort));
    return new IngestNode(service, tcpPort);
  }

  public Service startEdge() {
    return start("edge-service", Map.of());
  }

  public Service startControlApi() {
    return start("control-api", Map.of());
  }

  private Service start(String module, Map<String, String> extra) {
    Map<String, String> properties = new HashMap<>(extra);
    properties.put("kafka.bootstrap.servers", bootstrapServers());
    Service service = Service.start(module, properties);
    started.add(service);
    return service;
  }

  @Override
  public void close() {
    started.forEach(Service::close);
    stopBroker.run();
  }
}
