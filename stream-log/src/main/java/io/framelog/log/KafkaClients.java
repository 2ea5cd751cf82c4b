package io.framelog.log;

import io.framelog.process.FatalErrors;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Creates the clients, with all settings that the log depends on. */
final class KafkaClients {
  /** A full batch holds several parts of a few frames each; a larger part is a batch of its own. */
  static final int BATCH_BYTES = 128 << 10;

  /** Kafka's name of the producer's thread, before the client id. */
  private static final String NETWORK_THREAD = KafkaProducer.NETWORK_THREAD_PREFIX + " | ";

  /**
   * Bytes of all partitions in one response; a single larger record is still returned. Java copies
   * a response through direct memory of the same size, which each reading thread keeps.
   */
  private static final int FETCH_BYTES = 16 << 20;

  private static final int MAX_BLOCK_MS = 1000;
  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final int ADMIN_METADATA_MS = 5_000;

  private final LogConfig config;
  private final KafkaConnection connection;

  KafkaClients(LogConfig config, KafkaConnection connection) {
    this.config = config;
    this.connection = connection;
  }

  /**
   * Creates the producer for appends.
   *
   * @param watch notified of each append and its answer
   */
  KafkaProducer<byte[], byte[]> producer(AppendWatch watch) {
    Map<String, Object> settings = common("writer");
    settings.put(
        ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
        List.of(AppendWatch.Interceptor.class.getName()));
    settings.put(AppendWatch.Interceptor.WATCH, watch);
    int delivery = Math.toIntExact(config.deliveryTimeout().toMillis());
    int linger = Math.toIntExact(config.appendLinger().toMillis());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, config.bufferMemory());
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, config.maxRecordBytes());
    // Kafka requires that both fit into the delivery time-out.
    settings.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(REQUEST_TIMEOUT_MS, delivery - linger));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    // A session that is paused for a whole outage must still have its topic's metadata.
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Math.max(600_000, 2L * delivery));
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    Thread network = networkThread(clientId("writer"));
    // Kafka's handler would only log the error, although the thread has ended.
    network.setUncaughtExceptionHandler(FatalErrors::uncaught);
    watch.watch(network);
    return producer;
  }

  /** The network thread of the producer with this client id. */
  private static Thread networkThread(String clientId) {
    String name = NETWORK_THREAD + clientId;
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .max(Comparator.comparingLong(Thread::getId))
        .orElseThrow(() -> new IllegalStateException("no thread is called '" + name + "'"));
  }

  /**
   * Creates a consumer.
   *
   * @param maxWaitMs how long the broker may hold an empty fetch, which is the time a newly
   *     assigned topic may wait for the fetch before it
   */
  KafkaConsumer<byte[], byte[]> consumer(String purpose, int maxWaitMs) {
    Map<String, Object> settings = common(purpose);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, maxWaitMs);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.CHECK_CRCS_CONFIG, true);
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        Math.toIntExact(config.lookupTimeout().toMillis()));
    settings.put(
        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.toIntExact(Math.min(REQUEST_TIMEOUT_MS, config.lookupTimeout().toMillis())));
    if (connection.clientRack() != null) {
      settings.put(ConsumerConfig.CLIENT_RACK_CONFIG, connection.clientRack());
    }
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Admin admin() {
    Map<String, Object> settings = common("admin");
    int timeout = Math.toIntExact(config.lookupTimeout().toMillis());
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
    settings.put(
        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.min(REQUEST_TIMEOUT_MS, timeout));
    // A refused login fails all requests until the next metadata refresh, by default for 5 min.
    settings.putIfAbsent(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, ADMIN_METADATA_MS);
    return Admin.create(settings);
  }

  private String clientId(String purpose) {
    return (connection.clientId() + "-" + purpose).toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> common(String purpose) {
    Map<String, Object> settings = new HashMap<>(connection.settings().values());
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId(purpose));
    // Limits reconnects in an outage, and finds a broker that is back within a second.
    settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
    return settings;
  }
}
