package io.framelog.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.IntSupplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jboss.logging.Logger;

/**
 * One Kafka broker and controller (KRaft, KIP-500) in this JVM, on the loopback address. Starts in
 * a few seconds.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /** How often Kafka deletes the files of expired and removed segments. */
  static final Duration RETENTION_CHECK = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(EmbeddedKafka.class);

  private final KafkaRaftServer server;
  private final DataDir dataDir;
  private final int port;
  private final DiskWatch diskWatch;
  private boolean closed;

  private EmbeddedKafka(KafkaRaftServer server, DataDir dataDir, int port, DiskWatch diskWatch) {
    this.server = server;
    this.dataDir = dataDir;
    this.port = port;
    this.diskWatch = diskWatch;
  }

  /**
   * Starts a broker and returns when it accepts requests.
   *
   * @throws BrokerException when the port is taken, the data folder is unusable or its disk is full
   */
  public static EmbeddedKafka start(EmbeddedKafkaSettings settings) {
    int port = claimPort(settings.port());
    int controllerPort = otherThan(port, () -> claimPort(0));
    DataDir dataDir = DataDir.open(settings.dataDir());
    FreeSpace space = FreeSpace.of(dataDir.path());
    boolean started = false;
    try {
      space.require(settings.minFree() / 2);
      tellOfFailingDisk(space);
      dataDir.format(NODE_ID, CONTROLLER);
      KafkaRaftServer server =
          new KafkaRaftServer(
              KafkaConfig.fromProps(properties(dataDir, port, controllerPort)), Time.SYSTEM);
      server.startup();
      started = true;
      DiskWatch watch = new DiskWatch(space, settings.minFree(), bootstrapServers(port));
      watch.start();
      return new EmbeddedKafka(server, dataDir, port, watch);
    } catch (BrokerException e) {
      throw e;
    } catch (RuntimeException | InternalError e) {
      // Access to a memory-mapped file on a full disk throws an InternalError.
      throw new BrokerException(
          "the embedded broker does not start: "
              + e.getMessage()
              + " ("
              + FreeSpace.mib(space.bytes())
              + " are free in "
              + space.folder()
              + ")",
          e);
    } finally {
      // Also after an Error, which Kafka's classes throw while the process is stopping.
      if (!started) {
        dataDir.release();
      }
    }
  }

  /**
   * Checks that a port is free, or chooses a free one.
   *
   * @param wanted 0 for any free one
   * @throws BrokerException when another program listens there
   */
  public static int claimPort(int wanted) {
    try (ServerSocket socket = new ServerSocket()) {
      // The broker sets it, too: a port in TIME_WAIT after a restart is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BrokerException(
          "port " + wanted + " for the embedded broker is taken by another program", e);
    }
  }

  /** The system may choose a port again that was free a moment ago and is not used yet. */
  static int otherThan(int port, IntSupplier free) {
    int other = free.getAsInt();
    while (other == port) {
      other = free.getAsInt();
    }
    return other;
  }

  /** Kafka halts the process when it cannot write; its own message does not name the disk. */
  private static void tellOfFailingDisk(FreeSpace space) {
    Exit.setHaltProcedure(
        (status, message) -> {
          LOG.fatalf(
              "the embedded broker ends this process, as it does when it cannot write its folder"
                  + " free=\"%s\" folder=%s",
              FreeSpace.mib(space.bytes()), space.folder());
          Runtime.getRuntime().halt(status);
        });
  }

  private static Properties properties(DataDir dataDir, int port, int controllerPort) {
    Properties p = new Properties();
    dataDir.putInto(p);
    p.put("node.id", Integer.toString(NODE_ID));
    p.put("process.roles", "broker,controller");
    p.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    p.put("controller.listener.names", CONTROLLER);
    p.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    p.put("inter.broker.listener.name", "PLAINTEXT");
    p.put("auto.create.topics.enable", "false");
    p.put("default.replication.factor", "1");
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    // Deletes the files of topics and expired segments soon: a laptop's disk is small.
    p.put("log.retention.check.interval.ms", Long.toString(RETENTION_CHECK.toMillis()));
    p.put("log.segment.delete.delay.ms", "1000");
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("socket.request.max.bytes", Integer.toString(128 << 20));
    // The controller admits a restarted broker when the previous one has deregistered or its
    // session has expired. The default session timeout is nine seconds.
    p.put("controlled.shutdown.enable", "true");
    p.put("broker.session.timeout.ms", "3000");
    p.put("broker.heartbeat.interval.ms", "500");
    return p;
  }

  public String bootstrapServers() {
    return bootstrapServers(port);
  }

  /** The bootstrap servers of a broker with this port. */
  public static String bootstrapServers(int port) {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** The folder of the logs. */
  public Path dataDir() {
    return dataDir.path();
  }

  /**
   * Stops the broker, waits for it, and removes a temporary folder. A faulty broker would wait five
   * minutes for its own deregistration; the wait ends after ten seconds. Idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    diskWatch.close();
    Thread stop = new Thread(this::stopServer, "framelog-broker-stop");
    stop.setDaemon(true);
    stop.start();
    try {
      stop.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (stop.isAlive()) {
      LOG.warnf("the embedded broker has not stopped after %d s", STOP_PATIENCE.toSeconds());
    }
    dataDir.release();
  }

  private void stopServer() {
    server.shutdown();
    server.awaitShutdown();
  }
}
