package io.framelog.log;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Opens sessions on streams' logs. One per process, with one producer. Thread-safe. */
public interface LogWriter extends AutoCloseable {
  /**
   * Creates the topic if there is none, reads the end of the log, and appends a claim.
   *
   * @param owner node id and connection; must be unique per claimant, and identifies a claimant's
   *     own earlier sessions
   * @param succession called, on the writer's threads, when a session of another owner has the
   *     stream
   * @param listener notified of backpressure and loss, on the writer's threads
   * @return fails with {@link LogException.Refused}, or {@link LogException} when Kafka is
   *     unavailable for longer than the delivery time-out; never completes on an event loop
   */
  CompletionStage<SessionLog> claim(
      StreamId stream, String owner, Succession succession, SessionLog.Listener listener);

  /**
   * All streams of the cluster that have a log.
   *
   * @return fails with {@link LogException} when Kafka does not answer within the lookup time-out
   */
  CompletionStage<Set<StreamId>> streams();

  /**
   * The reason why this process cannot write to any stream until it is restarted; empty if it can.
   * An outage of Kafka is not such a reason.
   *
   * @param kafkaAnswers for how long Kafka has answered this process without an interruption
   */
  Optional<String> fault(Duration kafkaAnswers);

  /**
   * The free bytes of the brokers' fullest disk.
   *
   * @return empty if unknown; fails with Kafka's exception when Kafka is unavailable or this user
   *     is not authorized
   */
  CompletionStage<OptionalLong> freeBytes();

  @Override
  void close();
}
