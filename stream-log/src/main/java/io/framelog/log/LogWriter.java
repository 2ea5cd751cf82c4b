package io.framelog.log;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Opens sessions on streams' logs. One a process; shares one producer. Thread-safe. */
public interface LogWriter extends AutoCloseable {
  /**
   * Makes the topic if there is none, reads where the log ends, and appends a claim.
   *
   * @param owner node id and connection; no two claimants may have the same, and a claimant's own
   *     earlier sessions are told by it
   * @param succession asked when a session of somebody else has the stream; called on the writer's
   *     threads
   * @param listener told of backpressure and loss, on the writer's threads
   * @return fails with {@link LogException.Refused}, or {@link LogException} when Kafka is away for
   *     longer than the delivery time-out; never completes on an event loop
   */
  CompletionStage<SessionLog> claim(
      StreamId stream, String owner, Succession succession, SessionLog.Listener listener);

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

  /**
   * The free bytes of the broker's disk that has least.
   *
   * @return empty where that is not known; fails with Kafka's exception when Kafka is away or does
   *     not let this user know
   */
  CompletionStage<OptionalLong> freeBytes();

  @Override
  void close();
}
