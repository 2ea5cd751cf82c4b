package io.framelog.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code ./framelog cluster}. */
public final class ClusterCommand implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RunningProcess process;
  private final int tcpPort;
  private final int edgePort;
  private final int otherEdgePort;

  private ClusterCommand(RunningProcess process, int tcpPort, int edgePort, int otherEdgePort) {
    this.process = process;
    this.tcpPort = tcpPort;
    this.edgePort = edgePort;
    this.otherEdgePort = otherEdgePort;
  }

  /**
   * Starts the command and waits until it prints that it is ready.
   *
   * @param options in addition to the ports and the data folder
   */
  public static ClusterCommand start(Path data, String... options) {
    takePackagedAsUpToDate();
    int tcpPort = Ports.free();
    int edgePort = Ports.free();
    int otherEdgePort = Ports.free();
    List<String> command =
        new ArrayList<>(
            List.of(
                Service.root().resolve("framelog").toString(),
                "cluster",
                "--data-dir",
                data.toString(),
                "--tcp-port",
                "" + tcpPort,
                "--kafka-port",
                "" + Ports.free(),
                "--ingest-port",
                "" + Ports.free(),
                "--control-port",
                "" + Ports.free(),
                "--edge-ports",
                edgePort + "," + otherEdgePort));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put("JAVA_TOOL_OPTIONS", "-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    ClusterCommand cluster =
        new ClusterCommand(
            RunningProcess.start("framelog cluster", builder), tcpPort, edgePort, otherEdgePort);
    boolean ready = false;
    try {
      cluster.process.awaitLine(line -> line.startsWith("Ready."), PATIENCE);
      ready = true;
    } finally {
      if (!ready) {
        cluster.close();
      }
    }
    return cluster;
  }

  /**
   * Marks the packages of this build as up to date: the command would build them again if a source
   * is newer.
   */
  private static void takePackagedAsUpToDate() {
    for (String module : List.of("ingest-service", "edge-service", "control-api", "standalone")) {
      Path jar = Service.root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
      try {
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      } catch (IOException e) {
        throw new UncheckedIOException(module + " is not packaged", e);
      }
    }
  }

  public RunningProcess process() {
    return process;
  }

  public String tcpUrl() {
    return "tcp://127.0.0.1:" + tcpPort;
  }

  /** The port of {@code edge-1}. */
  public int edgePort() {
    return edgePort;
  }

  /** A URL of {@code edge-1}. */
  public URI websocket(String path) {
    return URI.create("ws://127.0.0.1:" + edgePort + path);
  }

  /** A URL of {@code edge-2}. */
  public URI otherWebsocket(String path) {
    return URI.create("ws://127.0.0.1:" + otherEdgePort + path);
  }

  /** Its running processes. */
  public List<ProcessHandle> children() {
    return process.descendants().filter(child -> commandLine(child).contains("java")).toList();
  }

  /** Kills (SIGKILL) {@code edge-1}. */
  public void killEdge() {
    kill("-Dquarkus.http.port=" + edgePort);
  }

  /** Kills (SIGKILL) the broker. */
  public void killBroker() {
    kill("io.framelog.broker.BrokerMain");
  }

  private void kill(String argument) {
    List<ProcessHandle> found =
        children().stream().filter(child -> commandLine(child).contains(argument)).toList();
    if (found.size() != 1 || !found.get(0).destroyForcibly()) {
      throw new IllegalStateException(
          argument + " is of " + found + ", expected one that is killed");
    }
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  @Override
  public void close() {
    process.close();
  }
}
