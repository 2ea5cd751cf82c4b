package io.framelog.log;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Detects a defective producer: its network thread must run, and appends must be answered.
 *
 * <p>A healthy producer answers each append within the delivery time-out, with success or with a
 * failure like a broker's refusal or too few replicas in sync. If appends have no answer for
 * longer, although Kafka answers other requests of this process, the producer is defective and not
 * the cluster. Thread-safe.
 */
final class AppendWatch {
  /** Time that a producer may need to detect that the delivery time-out has passed. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Duration patience;
  private final LongSupplier nanoTime;
  private final AtomicLong unanswered = new AtomicLong();

  /** When an append was last answered, or the first unanswered one was sent. */
  private volatile long progressAt;

  private volatile @Nullable Thread network;

  AppendWatch(Duration deliveryTimeout, LongSupplier nanoTime) {
    this.patience = deliveryTimeout.plus(MARGIN);
    this.nanoTime = nanoTime;
    this.progressAt = nanoTime.getAsLong();
  }

  /** Sets the producer's network thread. */
  void watch(Thread thread) {
    network = thread;
  }

  void sent() {
    if (unanswered.getAndIncrement() == 0) {
      progressAt = nanoTime.getAsLong();
    }
  }

  void answered() {
    progressAt = nanoTime.getAsLong();
    unanswered.decrementAndGet();
  }

  /**
   * The reason why appends cannot reach the log any more; empty if they can.
   *
   * @param kafkaAnswers for how long Kafka has answered this process without an interruption
   */
  Optional<String> fault(Duration kafkaAnswers) {
    Thread thread = network;
    if (thread != null && !thread.isAlive()) {
      return Optional.of("the producer's network thread has ended: no append reaches Kafka");
    }
    long silent = nanoTime.getAsLong() - progressAt;
    if (unanswered.get() > 0
        && silent > patience.toNanos()
        && kafkaAnswers.compareTo(patience) > 0) {
      return Optional.of(
          "no append was answered for "
              + Duration.ofNanos(silent).toSeconds()
              + " s, expected an answer within "
              + patience.toSeconds()
              + " s");
    }
    return Optional.empty();
  }

  /** Receives appends and answers from Kafka's producer. Public, because Kafka instantiates it. */
  public static final class Interceptor implements ProducerInterceptor<byte[], byte[]> {
    static final String WATCH = "framelog.append.watch";

    private @Nullable AppendWatch watch;

    @Override
    public void configure(Map<String, ?> settings) {
      watch = (AppendWatch) settings.get(WATCH);
    }

    private AppendWatch watch() {
      AppendWatch configured = watch;
      if (configured == null) {
        throw new IllegalStateException(WATCH + " is not set, expected an AppendWatch");
      }
      return configured;
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
      watch().sent();
      return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      watch().answered();
    }

    @Override
    public void close() {}
  }
}
