package io.framelog.it.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The broker as a process of its own, which a test may stop while the others go on. */
public final class BrokerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path data;
  private final int port;
  private RunningProcess process;

  private BrokerProcess(Path data, int port) {
    this.data = data;
    this.port = port;
    this.process = run();
  }

  /**
   * Starts a broker and waits until it takes connections.
   *
   * @param data its data, kept over {@link #startAgain}
   */
  public static BrokerProcess start(Path data) {
    return new BrokerProcess(data, Ports.free());
  }

  private RunningProcess run() {
    Path lib = Service.root().resolve("standalone/target/quarkus-app/lib");
    RunningProcess started =
        RunningProcess.start(
            "broker",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dframelog.data-dir=" + data,
                "-Dframelog.kafka.port=" + port,
                "-cp",
                lib.resolve("boot/*") + ":" + lib.resolve("main/*"),
                "io.framelog.broker.BrokerMain"));
    started.awaitLine(line -> line.startsWith("broker at"), PATIENCE);
    return started;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Connections stay open and nothing answers (SIGSTOP), as when a machine hangs. */
  public void freeze() {
    process.freeze();
  }

  /** Goes on where it was frozen. */
  public void thaw() {
    process.thaw();
  }

  /** Leaves in order (SIGTERM). */
  public void stop() {
    process.terminate(PATIENCE);
  }

  /** After {@link #stop}, on the same port, with the same data. */
  public void startAgain() {
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }
}
