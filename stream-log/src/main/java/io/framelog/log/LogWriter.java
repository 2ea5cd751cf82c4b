package io.framelog.log;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Opens sessions on streams' logs. One a process; shares one producer. Thread-safe. */
public interface LogWriter extends AutoCloseable {
  /**
   * Makes the topic if there is none, appends a claim and reads the log back to it.
   *
   * @param owner node id and connection, for people
   * @param refuseIf asked with the owner of an unended earlier session whether that one must keep
   *     the stream (an exclusive stream whose publisher's node lives)
   * @param listener told of backpressure and loss, on the writer's thread
   * @return fails with {@link LogException.Refused}, or {@link LogException} when Kafka is away for
   *     longer than the delivery time-out; never completes on an event loop
   */
  CompletionStage<SessionLog> claim(
      StreamId stream, String owner, Predicate<String> refuseIf, SessionLog.Listener listener);

  /**
   * Every stream that has a log, of the whole cluster.
   *
   * @return fails with {@link LogException} when Kafka does not answer within the lookup time-out
   */
  CompletionStage<Set<StreamId>> streams();

  /**
   * Why nothing can be written any more, whichever stream: a fault of this process, which only a
   * restart mends. An outage of Kafka is none.
   *
   * @param kafkaAnswers for how long Kafka has answered this process without an interruption
   */
  Optional<String> fault(Duration kafkaAnswers);

  @Override
  void close();
}
