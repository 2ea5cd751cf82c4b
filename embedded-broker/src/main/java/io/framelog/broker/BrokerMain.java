package io.framelog.broker;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the broker in its own process, for a cluster on one machine. Reads the system properties
 * {@code framelog.data-dir} ({@code memory} for a temporary folder), {@code framelog.kafka.port}
 * and {@code framelog.log.min-free-bytes}; the last two can also be environment variables.
 */
public final class BrokerMain {
  private BrokerMain() {}

  @SuppressWarnings("SystemOut") // Output for the user's terminal.
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
    return new EmbeddedKafkaSettings(
        dataDir.equals("memory") ? null : Path.of(dataDir),
        (int) Math.min(number("framelog.kafka.port", 9092), 65_536),
        number("framelog.log.min-free-bytes", EmbeddedKafkaSettings.DEFAULT_MIN_FREE));
  }

  private static long number(String key, long otherwise) {
    String variable = System.getenv(key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
    String value = System.getProperty(key, variable == null ? Long.toString(otherwise) : variable);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new BrokerException(key + " is '" + value + "', expected a number", e);
    }
  }
}
