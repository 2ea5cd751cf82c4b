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
 * Tells whether the log's producer still works: its network thread runs, and what it was given is
 * answered.
 *
 * <p>A healthy producer answers each append within the delivery time-out, be it with a failure: a
 * broker that refuses, or too few replicas in sync, are answers. So an append that nothing was
 * answered to for longer, while Kafka answers this process otherwise, is a fault of the producer
 * and not of the cluster. Thread-safe.
 */
final class AppendWatch {
  /** What a producer may take to notice that the delivery time-out has passed. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Duration patience;
  private final LongSupplier nanoTime;
  private final AtomicLong unanswered = new AtomicLong();

  /** When an append was last answered, or the first of those unanswered was sent. */
  private volatile long progressAt;

  private volatile @Nullable Thread network;

  AppendWatch(Duration deliveryTimeout, LongSupplier nanoTime) {
    this.patience = deliveryTimeout.plus(MARGIN);
    this.nanoTime = nanoTime;
    this.progressAt = nanoTime.getAsLong();
  }

  /** The producer's network thread is this one. */
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
   * Why appends cannot reach the log any more.
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

  /** What Kafka's producer tells of its appends. Public, because Kafka makes it. */
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
