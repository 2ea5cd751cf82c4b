package io.framelog.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Opens sessions on Kafka. All sessions share one producer. Claims and takeover checks read on
 * separate threads; appends are sent on {@code framelog.log.writer-threads} lanes, those of a
 * stream always on the same one.
 */
public final class KafkaLogWriter implements LogWriter {
  /** A claim mostly waits for Kafka, so several run at a time when many publishers reconnect. */
  private static final int CLAIM_THREADS = 8;

  private final StreamTopics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AppendWatch watch;
  private final ReadingPool claims;
  private final ReadingPool checks;
  private final List<ExecutorService> lanes;
  private final InFlightBudget budget;
  private final InstantSource clock;
  private final LogConfig config;
  private final Map<StreamId, KafkaSessionLog> sessions = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder foreign = new LongAdder();
  private final LeftOutRecords leftOut;

  public KafkaLogWriter(LogConfig config, KafkaConnection connection) {
    this(config, connection, InstantSource.system());
  }

  KafkaLogWriter(LogConfig config, KafkaConnection connection, InstantSource clock) {
    KafkaClients clients = new KafkaClients(config, connection);
    this.config = config;
    this.clock = clock;
    leftOut = new LeftOutRecords(clock);
    topics = new StreamTopics(config, connection);
    watch = new AppendWatch(config.deliveryTimeout(), System::nanoTime);
    producer = clients.producer(watch);
    claims = pool("framelog-claim", CLAIM_THREADS, clients);
    checks = pool("framelog-takeover", 1, clients);
    lanes =
        IntStream.range(0, config.writerThreads())
            .mapToObj(
                i ->
                    Executors.newSingleThreadExecutor(
                        task -> LogThreads.daemon("framelog-append-" + i, task)))
            .toList();
    budget = new InFlightBudget(config);
  }

  private ReadingPool pool(String name, int threads, KafkaClients clients) {
    return new ReadingPool(
        name,
        threads,
        config.lookupQueue(),
        () -> new LogCursor(clients.consumer(name, 1), config, leftOut));
  }

  @Override
  public CompletionStage<SessionLog> claim(
      StreamId stream, String owner, Succession succession, SessionLog.Listener listener) {
    TakeoverCheck check = new TakeoverCheck(checks, foreign);
    KafkaSessionLog.Resources resources =
        new KafkaSessionLog.Resources(
            producer,
            topics,
            config.deliveryTimeout(),
            lane(stream),
            clock,
            budget,
            check,
            dropped);
    return new StreamClaimer(topics, producer, claims, clock, config.deliveryTimeout())
        .claim(stream, owner, succession)
        .thenApply(
            claim -> {
              KafkaSessionLog session =
                  new KafkaSessionLog(
                      stream,
                      claim.log(),
                      claim.session(),
                      owner,
                      claim.timestampMs(),
                      claim.readback(),
                      listener,
                      resources);
              replace(stream, session);
              return session;
            });
  }

  /** Registers a session; an earlier session of this process is ended without reading the log. */
  private void replace(StreamId stream, KafkaSessionLog session) {
    sessions.values().removeIf(other -> !other.isOpen());
    sessions.merge(
        stream,
        session,
        (before, now) -> {
          boolean later = now.session() > before.session() || !now.logId().equals(before.logId());
          (later ? before : now).takeOver();
          return later ? now : before;
        });
  }

  @Override
  public CompletionStage<Set<StreamId>> streams() {
    return topics.list();
  }

  @Override
  public Optional<String> fault(Duration kafkaAnswers) {
    return watch.fault(kafkaAnswers);
  }

  private ExecutorService lane(StreamId stream) {
    return lanes.get(Math.floorMod(stream.hashCode(), lanes.size()));
  }

  /** Number of appends dropped because their session was over. */
  public long droppedAppends() {
    return dropped.sum();
  }

  /** Number of records of others found between a session's own. */
  public long foreignRecords() {
    return foreign.sum();
  }

  @Override
  public CompletionStage<OptionalLong> freeBytes() {
    return topics.freeBytes();
  }

  @Override
  public void close() {
    claims.close();
    checks.close();
    // Queued appends are sent first; the producer's failures are reported on the lanes.
    lanes.forEach(LogThreads::settle);
    producer.close(Duration.ofSeconds(5));
    lanes.forEach(ExecutorService::shutdown);
    lanes.forEach(LogThreads::ended);
    topics.close();
  }
}
