package io.framelog.it.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The broker in a separate process, which a test can stop independently of the services. */
public final class BrokerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path data;
  private final int port;
  private final List<RunningProcess> runs = new CopyOnWriteArrayList<>();

  private BrokerProcess(Path data, int port) {
    this.data = data;
    this.port = port;
    startAgain();
  }

  /**
   * Starts a broker and waits until it accepts connections.
   *
   * @param data folder of its data, kept by {@link #startAgain}
   */
  public static BrokerProcess start(Path data) {
    return new BrokerProcess(data, Ports.free());
  }

  /** Restarts it after its end, on the same port, with the same data. */
  public void startAgain() {
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
    runs.add(started);
    started.awaitLine(line -> line.startsWith("broker at"), PATIENCE);
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Freezes it (SIGSTOP): connections stay open without answers, as when a machine hangs. */
  public void freeze() {
    process().freeze();
  }

  /** Continues it after a freeze. */
  public void thaw() {
    process().thaw();
  }

  /** Stops it in an orderly way (SIGTERM). */
  public void stop() {
    process().terminate(PATIENCE);
  }

  /** The process that was started last. */
  public RunningProcess process() {
    return runs.get(runs.size() - 1);
  }

  /** All processes that were started, the first one first. */
  public List<RunningProcess> runs() {
    return List.copyOf(runs);
  }

  @Override
  public void close() {
    process().close();
  }
}
