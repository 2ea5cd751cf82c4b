package io.framelog.log;

import io.framelog.process.FatalErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Reads what somebody else wrote between two of a session's records, and tells whether the stream
 * is taken over: by a header of a higher session, or by a higher claim that is not refused.
 *
 * <p>A claim may be about to be refused (an exclusive stream). Both sides decide it by the same
 * question, so the owner asks it about itself instead of waiting for the answer to be written; if
 * the claimant decided otherwise, its first header says so.
 */
final class TakeoverCheck {
  private static final Logger LOG = Logger.getLogger(TakeoverCheck.class);
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final ReadingPool pool;
  private final LongAdder foreignRecords;
  private final String owner;
  private final Predicate<String> refuseIf;

  TakeoverCheck(
      ReadingPool pool, LongAdder foreignRecords, String owner, Predicate<String> refuseIf) {
    this.pool = pool;
    this.foreignRecords = foreignRecords;
    this.owner = owner;
    this.refuseIf = refuseIf;
  }

  /** Looks at {@code [from, until)}; runs {@code takenOver} if it shows a takeover. */
  void read(KafkaSessionLog session, long from, long until, Runnable takenOver) {
    foreignRecords.add(until - from);
    attempt(session, from, until, takenOver);
  }

  private void attempt(KafkaSessionLog session, long from, long until, Runnable takenOver) {
    FatalErrors.watch(
        pool.submit(cursor -> isTakenOver(cursor, session, from, until))
            .whenComplete(
                (taken, failure) -> {
                  if (failure != null) {
                    LOG.warnf(
                        "foreign records were not read, tried again stream=%s offset=%d: %s",
                        session.stream(), from, failure.getMessage());
                    if (session.isOpen()) {
                      LATER.execute(
                          FatalErrors.guarded(() -> attempt(session, from, until, takenOver)));
                    }
                  } else if (taken) {
                    takenOver.run();
                  }
                }));
  }

  private boolean isTakenOver(LogCursor cursor, KafkaSessionLog session, long from, long until) {
    Map<Long, String> claims = new HashMap<>();
    boolean[] streaming = new boolean[1];
    cursor.forEach(
        session.stream(),
        session.logId(),
        from,
        until,
        logged -> {
          if (logged.record() instanceof LogRecord.Claim claim) {
            claims.put(logged.offset(), claim.owner());
          } else if (logged.record() instanceof LogRecord.End end) {
            claims.remove(end.session());
          } else if (logged.record() instanceof LogRecord.Header header) {
            streaming[0] |= header.session() > session.session();
          }
        });
    claims.values().removeIf(owner::equals);
    return streaming[0] || (!claims.isEmpty() && !refuseIf.test(owner));
  }
}
