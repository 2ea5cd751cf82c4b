package io.framelog.log;

import io.framelog.process.FatalErrors;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads the records that others wrote between two of a session's records, and decides whether they
 * end the session, see {@link Fence}.
 */
final class TakeoverCheck {
  private static final Logger LOG = Logger.getLogger(TakeoverCheck.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ReadingPool pool;
  private final LongAdder foreignRecords;

  TakeoverCheck(ReadingPool pool, LongAdder foreignRecords) {
    this.pool = pool;
    this.foreignRecords = foreignRecords;
  }

  /**
   * Reads {@code [from, until)}.
   *
   * @param answer called once with whether the session is over, on a thread of the pool; not called
   *     when the session has closed in the meantime
   */
  void read(KafkaSessionLog session, long from, long until, Consumer<Boolean> answer) {
    foreignRecords.add(until - from);
    FatalErrors.watch(
        Uni.createFrom()
            .completionStage(() -> pool.submit(cursor -> isTakenOver(cursor, session, from, until)))
            .onFailure()
            .invoke(
                failure ->
                    LOG.warnf(
                        "records of others could not be read, trying again stream=%s offset=%d: %s",
                        session.stream(), from, failure.getMessage()))
            .onFailure(failure -> failure instanceof Exception && session.isOpen())
            .retry()
            .withBackOff(RETRY, RETRY)
            .indefinitely()
            .subscribeAsCompletionStage()
            .thenAccept(answer));
  }

  private static boolean isTakenOver(
      LogCursor cursor, KafkaSessionLog session, long from, long until) {
    Fence fence = Fence.behind(session.session());
    cursor.pieces(session.stream(), session.logId()).forEach(from, until, fence::admits);
    return fence.lowest() > session.session();
  }
}
