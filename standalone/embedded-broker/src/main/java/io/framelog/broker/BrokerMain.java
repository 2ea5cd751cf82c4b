package io.framelog.broker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The broker as a process of its own, for a cluster on one machine. System properties: {@code
 * framelog.data-dir} ({@code memory} for a throw-away one) and {@code framelog.kafka.port}.
 */
public final class BrokerMain {
  private BrokerMain() {}

  @SuppressWarnings("SystemOut") // It talks to the person who started it.
  public static void main(String... arguments) throws InterruptedException {
    try {
      EmbeddedKafka broker = EmbeddedKafka.start(settings());
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "framelog-broker-stop"));
      System.out.println("broker at " + broker.bootstrapServers());
    } catch (BrokerException | IllegalArgumentException e) {
      System.err.println("framelog: " + e.getMessage());
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  private static EmbeddedKafkaSettings settings() {
    String dataDir = System.getProperty("framelog.data-dir", "memory");
    String port = System.getProperty("framelog.kafka.port", "9092");
    try {
      return new EmbeddedKafkaSettings(
          dataDir.equals("memory") ? null : Path.of(dataDir), Integer.parseInt(port));
    } catch (NumberFormatException e) {
      throw new BrokerException("framelog.kafka.port is '" + port + "', expected a number", e);
    }
  }
}
