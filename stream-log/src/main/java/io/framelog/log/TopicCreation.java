package io.framelog.log;

import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the topics of streams. Kafka processes one such request after the other, so topics
 * requested while one is pending are created by the next request together: of a hundred publishers
 * that connect at once, none waits for a hundred answers.
 *
 * <pre>
 *   create a ──▶ request: a ──────────▶ answered ─▶ checked ─▶ visible ─▶ a
 *   create b ──▶ [ queued: b    ]          │
 *   create c ──▶ [ queued: b, c ] ─────────┴─▶ request: b, c ─▶ answered ─▶ checked ─▶ visible ─▶ b, c
 * </pre>
 *
 * Thread-safe; stages complete on the admin client's thread, which must not be blocked.
 */
final class TopicCreation {
  /** Maximum number of topics in one request, which must be created within its time-out. */
  private static final int MAX = 100;

  private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private final Admin admin;
  private final Function<StreamId, NewTopic> topicOf;
  private final Function<Collection<StreamId>, CompletionStage<Map<StreamId, LogException>>> check;
  private final Function<Collection<StreamId>, CompletionStage<Map<StreamId, LogId>>> logIds;
  private final Duration patience;
  private final Map<StreamId, CompletableFuture<LogId>> asked = new LinkedHashMap<>();
  private boolean underWay;

  /**
   * @param check returns the streams whose existing topics cannot hold them, and why
   * @param logIds returns the log ids of visible topics
   * @param patience how long a created topic may take to become visible
   */
  TopicCreation(
      Admin admin,
      Function<StreamId, NewTopic> topicOf,
      Function<Collection<StreamId>, CompletionStage<Map<StreamId, LogException>>> check,
      Function<Collection<StreamId>, CompletionStage<Map<StreamId, LogId>>> logIds,
      Duration patience) {
    this.admin = admin;
    this.topicOf = topicOf;
    this.check = check;
    this.logIds = logIds;
    this.patience = patience;
  }

  /**
   * Creates the stream's topic unless it exists; completes, with the log id, when the topic is
   * visible.
   */
  CompletionStage<LogId> create(StreamId stream) {
    CompletableFuture<LogId> made;
    synchronized (this) {
      made = asked.computeIfAbsent(stream, absent -> new CompletableFuture<>());
      if (underWay) {
        return made;
      }
      underWay = true;
    }
    next();
    return made;
  }

  private void next() {
    Map<StreamId, CompletableFuture<LogId>> batch = take();
    if (batch.isEmpty()) {
      return;
    }
    Map<String, KafkaFuture<Void>> answers =
        admin.createTopics(batch.keySet().stream().map(topicOf).toList()).values();
    Set<StreamId> existing = ConcurrentHashMap.newKeySet();
    CompletableFuture<?>[] settled =
        List.copyOf(batch.keySet()).stream()
            .map(stream -> settled(stream, answers, batch, existing))
            .toArray(CompletableFuture[]::new);
    // Failures are reported to the callers' futures.
    FatalErrors.watch(
        CompletableFuture.allOf(settled)
            .thenRun(
                () -> {
                  next();
                  check(existing, batch);
                }));
  }

  private synchronized Map<StreamId, CompletableFuture<LogId>> take() {
    Map<StreamId, CompletableFuture<LogId>> batch = new ConcurrentHashMap<>();
    Iterator<Map.Entry<StreamId, CompletableFuture<LogId>>> waiting = asked.entrySet().iterator();
    while (waiting.hasNext() && batch.size() < MAX) {
      Map.Entry<StreamId, CompletableFuture<LogId>> next = waiting.next();
      batch.put(next.getKey(), next.getValue());
      waiting.remove();
    }
    underWay = !batch.isEmpty();
    return batch;
  }

  /**
   * Removes the stream from the batch if its topic was not created, and records an existing topic.
   */
  private static CompletableFuture<?> settled(
      StreamId stream,
      Map<String, KafkaFuture<Void>> answers,
      Map<StreamId, CompletableFuture<LogId>> batch,
      Set<StreamId> existing) {
    String topic = StreamTopics.topicOf(stream);
    return Objects.requireNonNull(answers.get(topic), topic)
        .toCompletionStage()
        .handle(
            (made, failure) -> {
              Throwable cause = StageFailure.causeIfFailed(failure);
              if (cause instanceof TopicExistsException) {
                existing.add(stream);
              } else if (cause instanceof InvalidTopicException) {
                // A stream's name is always a valid topic name, so it collides with another.
                fail(batch.remove(stream), new LogException.NameCollides(stream, cause));
              } else if (cause != null) {
                fail(
                    batch.remove(stream),
                    new LogException(
                        "topic was not created stream=" + stream + ": " + cause.getMessage(),
                        cause));
              }
              return stream;
            })
        .toCompletableFuture();
  }

  /** Checks existing topics; new topics have the right settings. */
  private void check(Set<StreamId> existing, Map<StreamId, CompletableFuture<LogId>> batch) {
    if (existing.isEmpty()) {
      awaitVisible(batch, System.nanoTime() + patience.toNanos());
      return;
    }
    FatalErrors.watch(
        check
            .apply(existing)
            .whenComplete(
                (unfit, failure) -> {
                  if (failure != null) {
                    existing.forEach(stream -> fail(batch.remove(stream), failure));
                  } else {
                    unfit.forEach((stream, reason) -> fail(batch.remove(stream), reason));
                  }
                  awaitVisible(batch, System.nanoTime() + patience.toNanos());
                }));
  }

  /** A new topic is unknown to some brokers until its metadata has reached them. */
  private void awaitVisible(Map<StreamId, CompletableFuture<LogId>> batch, long deadline) {
    if (batch.isEmpty()) {
      return;
    }
    FatalErrors.watch(
        logIds
            .apply(batch.keySet())
            .whenComplete(
                (found, failure) -> {
                  if (failure != null) {
                    batch.values().forEach(made -> fail(made, failure));
                    return;
                  }
                  found.forEach((stream, log) -> complete(batch.remove(stream), log));
                  if (System.nanoTime() - deadline < 0) {
                    SOON.execute(FatalErrors.guarded(() -> awaitVisible(batch, deadline)));
                  } else {
                    batch.forEach(
                        (stream, made) -> fail(made, new LogException.NoSuchStream(stream)));
                  }
                }));
  }

  private static void complete(@Nullable CompletableFuture<LogId> made, LogId log) {
    if (made != null) {
      made.complete(log);
    }
  }

  private static void fail(@Nullable CompletableFuture<LogId> made, Throwable failure) {
    if (made != null) {
      made.completeExceptionally(failure);
    }
  }
}
