package io.framelog.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One session's appends.
 *
 * <pre>
 *   caller ─ append ─▶ [ lane: one thread, in order ] ─ send ─▶ producer ─▶ Kafka
 *             │           ▲                                        │
 *        onPressure       │◀── bytes − n, offset = last + 1? ──────┘ acknowledged
 *        onLost     ◀─────┘         │ no: somebody else wrote
 *                                   └──▶ takeover check reads what
 *
 *   bytes in flight:   0 ────── bound/2 ────── bound ────── limit
 *                          resume ◀──┘            └─▶ pause    └─▶ session lost: the source
 *                                                                  does not pause
 * </pre>
 *
 * <p>A pause is reported on the caller's thread, because the lane may be blocked when the bound is
 * reached. The bound shrinks when sessions are added, the limit does not, so that a session that
 * was within its share is paused and not lost.
 *
 * <p>Invariants: records are sent one after the other, none after the first that failed; timestamps
 * never decrease. Fields that are neither final nor volatile belong to the lane's thread.
 */
final class KafkaSessionLog implements SessionLog {
  private static final Logger LOG = Logger.getLogger(KafkaSessionLog.class);

  /** The end reason of a session with a failed append. */
  private static final String LOST = "log-away";

  private static final String DELETED = "the log was deleted and created again";

  /** Bytes of a record besides its payload: headers and bookkeeping. */
  private static final int RECORD_OVERHEAD = 256;

  /** The limit, as a multiple of the bound on bytes in flight or of one record's bytes. */
  static final int HARD_LIMIT = 4;

  /**
   * The writer's resources that sessions use.
   *
   * @param topics used to check that the log still exists when the producer cannot find its topic
   * @param patience how long an append may wait for Kafka before it fails
   * @param lane runs tasks in order on one thread
   * @param dropped counts appends after the session's end
   */
  record Resources(
      Producer<byte[], byte[]> producer,
      StreamTopics topics,
      Duration patience,
      Executor lane,
      InstantSource clock,
      InFlightBudget budget,
      TakeoverCheck takeoverCheck,
      LongAdder dropped) {}

  private final StreamId stream;
  private final LogId log;
  private final long session;
  private final String owner;
  private final HeldOffset held;
  private final ClaimReadback readback;
  private final Listener listener;
  private final Resources resources;

  private final AtomicLong inFlight = new AtomicLong();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final SessionBacklog backlog;

  private volatile AppendState state = AppendState.OPEN;
  private volatile boolean paused;
  private int recordsSinceHeader;
  private @Nullable String endingFor;

  KafkaSessionLog(
      StreamId stream,
      LogId log,
      long session,
      String owner,
      long claimTimestampMs,
      ClaimReadback readback,
      Listener listener,
      Resources resources) {
    this.stream = stream;
    this.log = log;
    this.session = session;
    this.owner = owner;
    this.held = new HeldOffset(session);
    this.readback = readback;
    this.listener = listener;
    this.resources = resources;
    this.backlog =
        new SessionBacklog(
            stream,
            log,
            this::mark,
            claimTimestampMs,
            resources,
            this::answered,
            reason -> lose(reason, false));
    resources.budget().join();
  }

  @Override
  public StreamId stream() {
    return stream;
  }

  @Override
  public LogId logId() {
    return log;
  }

  @Override
  public long session() {
    return session;
  }

  @Override
  public long nextChunk() {
    return readback.nextChunk();
  }

  @Override
  public int nextDisc() {
    return readback.nextDisc();
  }

  @Override
  public long endUs() {
    return readback.endUs();
  }

  @Override
  public long bytesInFlight() {
    return inFlight.get();
  }

  @Override
  public void append(LogRecord record) {
    if (state != AppendState.OPEN) {
      resources.dropped().increment();
      return;
    }
    int cost = record.payloadBytes() + RECORD_OVERHEAD;
    long waiting = inFlight.addAndGet(cost);
    long bound = resources.budget().bound();
    if (waiting > Math.max(resources.budget().limit(), HARD_LIMIT * (long) cost)) {
      resources
          .lane()
          .execute(() -> lose("source did not pause bytes-in-flight=" + waiting, false));
    } else if (waiting >= bound && !paused) {
      tellPressure();
    }
    resources.lane().execute(() -> send(record, cost));
  }

  @Override
  public CompletionStage<Void> end(String reason) {
    if (become(AppendState.ENDING)) {
      inFlight.addAndGet(RECORD_OVERHEAD);
      resources
          .lane()
          .execute(
              () -> {
                endingFor = reason;
                send(new LogRecord.End(session, recordsSinceHeader, reason), RECORD_OVERHEAD);
              });
    } else if (!ended.isDone()) {
      LOG.debugf("session is ending already stream=%s session=%d", stream, session);
    }
    return ended.minimalCompletionStage();
  }

  private void send(LogRecord record, int cost) {
    if (!state.sends()) {
      drop(cost);
      return;
    }
    recordsSinceHeader =
        record instanceof LogRecord.Header
            ? 1
            : recordsSinceHeader == 0 ? 0 : recordsSinceHeader + 1;
    backlog.send(record, cost);
  }

  private void drop(int cost) {
    inFlight.addAndGet(-cost);
    resources.dropped().increment();
  }

  /** On the producer's thread, or the lane's when the producer fails at once. */
  private void answered(
      LogRecord record, int cost, RecordMetadata acknowledged, @Nullable Exception failure) {
    long waiting = inFlight.addAndGet(-cost);
    if (paused && waiting <= resources.budget().bound() / 2) {
      tellPressure();
    }
    if (failure != null) {
      resources.lane().execute(() -> lose("append failed: " + failure.getMessage(), false));
      return;
    }
    long offset = acknowledged.offset();
    long expected = held.acknowledged(offset);
    if (offset < expected) {
      resources.lane().execute(() -> lose(DELETED, false));
    } else if (offset > expected) {
      resources.takeoverCheck().read(this, expected, offset, this::checked);
    }
    if (record instanceof LogRecord.End && become(AppendState.ENDED)) {
      resources.budget().leave();
      ended.complete(null);
    }
  }

  private void checked(boolean over) {
    if (over) {
      takeOver();
    } else {
      held.checked();
    }
  }

  private SessionMark mark() {
    return new SessionMark(held.offset(), owner);
  }

  /** Any thread. Synchronized, so that the last reported state is the present one. */
  private synchronized void tellPressure() {
    if (!state.sends()) {
      return;
    }
    long waiting = inFlight.get();
    long bound = resources.budget().bound();
    boolean pause = paused ? waiting > bound / 2 : waiting >= bound;
    if (pause != paused) {
      paused = pause;
      LOG.debugf(
          "source %s stream=%s session=%d bytes-in-flight=%d",
          pause ? "paused" : "resumed", stream, session, waiting);
      listener.onPressure(pause);
      // Acknowledgements that arrived before paused was set have not reported the resume.
      if (pause && inFlight.get() <= bound / 2) {
        tellPressure();
      }
    }
  }

  /** Ends the session, because another publisher has the stream. Any thread. */
  void takeOver() {
    resources.lane().execute(this::takenOver);
  }

  boolean isOpen() {
    return state.sends();
  }

  private void takenOver() {
    lose("another publisher took the stream", true);
  }

  private void lose(String reason, boolean takenOver) {
    AppendState before = state;
    if (!become(AppendState.LOST)) {
      return;
    }
    resources.budget().leave();
    backlog.clear(this::drop);
    if (!takenOver && !reason.equals(DELETED)) {
      new LostSessionEnd(
              stream,
              log,
              new LogRecord.End(session, recordsSinceHeader, endReason(reason)),
              this::mark,
              resources)
          .write();
    }
    LOG.infof(
        "session lost stream=%s session=%d taken-over=%b: %s", stream, session, takenOver, reason);
    if (before == AppendState.ENDING) {
      ended.completeExceptionally(
          new LogException("end was not written stream=" + stream + ": " + reason));
    } else {
      ended.completeExceptionally(
          new LogException("session was lost stream=" + stream + ": " + reason));
      listener.onLost(reason, takenOver);
    }
  }

  private String endReason(String lostBy) {
    return endingFor == null ? LOST + ": " + lostBy.replaceAll("[^\\x20-\\x7e]", "?") : endingFor;
  }

  private synchronized boolean become(AppendState next) {
    if (!state.mayBecome(next)) {
      return false;
    }
    state = next;
    return true;
  }
}
