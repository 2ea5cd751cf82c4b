package io.framelog.it.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;

/**
 * A process of Apache Kafka as released, with listeners, racks and users that a test sets. For a
 * plain broker see {@link BrokerProcess}.
 */
public final class KafkaNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern RECEIVED = Pattern.compile("bytes_received:(\\d+)");
  private static final String CONTROLLER = "CONTROLLER";

  private final String name;
  private final int port;
  private final Path settings;
  private RunningProcess process;

  private KafkaNode(String name, int port, Path settings) {
    this.name = name;
    this.port = port;
    this.settings = settings;
    this.process = run();
  }

  /**
   * Formats a folder and starts a broker with these settings; does not wait, see {@link
   * #awaitListening}.
   *
   * @param clusterId the same for all nodes of a cluster
   * @param port for clients
   * @param settings as in {@code server.properties}, {@code node.id} among them
   */
  public static KafkaNode start(
      Path folder, String clusterId, int port, Map<String, String> settings) {
    Properties all = new Properties();
    all.putAll(settings);
    all.put("log.dirs", folder.resolve("log").toString());
    all.put("controller.listener.names", CONTROLLER);
    try {
      Files.createDirectories(folder.resolve("log"));
      Path file = folder.resolve("server.properties");
      try (Writer out = Files.newBufferedWriter(file)) {
        all.store(out, null);
      }
      format(folder, clusterId, Integer.parseInt(settings.get("node.id")));
      return new KafkaNode("kafka-" + settings.get("node.id"), port, file);
    } catch (Exception e) {
      throw new IllegalStateException("Kafka cannot format " + folder, e);
    }
  }

  private static void format(Path folder, String clusterId, int nodeId) throws Exception {
    new Formatter()
        .setNodeId(nodeId)
        .setClusterId(clusterId)
        .addDirectory(folder.resolve("log").toString())
        .setMetadataLogDirectory(folder.resolve("log").toString())
        .setControllerListenerName(CONTROLLER)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true))
        .run();
  }

  /** Waits until it accepts clients. */
  public void awaitListening() {
    Awaitility.await(name + " listens")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .failFast(
            name + " ended",
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(process.output());
              }
            })
        .until(this::isListening);
  }

  private RunningProcess run() {
    Path lib = Service.root().resolve("standalone/target/quarkus-app/lib");
    return RunningProcess.start(
        name,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            lib.resolve("boot/*") + ":" + lib.resolve("main/*"),
            "kafka.Kafka",
            settings.toString()));
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /**
   * Bytes that a process has received on its current connections to this broker, as counted by the
   * kernel ({@code ss} of iproute2).
   */
  public long bytesSentTo(RunningProcess client) {
    try (RunningProcess ss =
        RunningProcess.start(
            "ss", List.of("ss", "-tniHOp", "state", "established", "dport", "=", ":" + port))) {
      if (ss.awaitExit(PATIENCE) != 0) {
        throw new IllegalStateException("ss fails: " + ss.output());
      }
      return ss.lines().stream()
          .filter(line -> line.contains("pid=" + client.pid() + ","))
          .map(RECEIVED::matcher)
          .filter(Matcher::find)
          .mapToLong(received -> Long.parseLong(received.group(1)))
          .sum();
    }
  }

  public RunningProcess process() {
    return process;
  }

  /** Restarts it after its end, on the same port, with the same data. */
  public void startAgain() {
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }
}
