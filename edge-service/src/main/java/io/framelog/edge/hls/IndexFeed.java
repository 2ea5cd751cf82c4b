package io.framelog.edge.hls;

import io.framelog.edge.channel.Channel;
import io.framelog.edge.channel.LogCalls;
import io.framelog.edge.channel.RecordTap;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.process.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a stream's records to its index, beginning one window before the newest chunk and without a
 * gap: past records come from the playback consumer, live ones from the channel, which follows the
 * log for all viewers.
 *
 * <pre>
 *              window's first header      log's end reached
 *   LOCATING ───────────────────▶ READING ──────────────────▶ LIVE ─┐ records of the channel
 *      ▲                          ▲  │                        │     │
 *      │  another log,            │  └─ piece by piece        │◀────┘
 *      └─ position gone           └── the channel skipped some
 * </pre>
 *
 * In READING, records of the channel only show how far to read. Confined to the stream's loop,
 * except {@link #onRecords} and {@link #onTailLost}.
 */
final class IndexFeed implements RecordTap {
  /** Receives the records, on the stream's loop. */
  interface Sink {
    /**
     * Reading starts again, in this log.
     *
     * @param atHeader whether it starts at a valid header; if not, it starts at the end of a log
     *     without one
     */
    void begin(LogId log, boolean atHeader);

    void accept(LoggedRecord record);

    /** The end of a batch. */
    void flush();
  }

  /** The dependencies of a feed. */
  record Environment(
      LogReader reader,
      ScheduledExecutorService timer,
      ReadBackMemory memory,
      long mostWaitingBytes,
      Runnable dropped) {}

  private enum State {
    LOCATING,
    READING,
    LIVE,
    CLOSED
  }

  private static final Logger LOG = Logger.getLogger(IndexFeed.class);
  private static final int PIECE_BYTES = 1024 * 1024;
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LAST_RETRY = Duration.ofSeconds(1);

  /** Memory is released as soon as other reads end, so the wait for it does not become longer. */
  private static final Duration WAIT_FOR_MEMORY = Duration.ofMillis(250);

  private final Channel channel;
  private final Environment environment;
  private final Executor loop;
  private final Duration back;
  private final Sink sink;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final LogCalls calls;
  private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
  private State state = State.LOCATING;
  private @Nullable LogId log;
  private long next;
  private long announced;

  /**
   * @param back how far before the newest chunk to begin, by the log's timestamps
   */
  IndexFeed(Channel channel, Environment environment, Executor loop, Duration back, Sink sink) {
    this.channel = channel;
    this.environment = environment;
    this.loop = loop;
    this.back = back;
    this.sink = sink;
    this.calls = new LogCalls(environment.reader(), channel.stream(), environment.memory(), loop);
  }

  void start() {
    channel.tap(this);
    locate();
  }

  /** Whether the index has read to the log's end. */
  boolean isLive() {
    return state == State.LIVE;
  }

  /** The log being read. */
  @Nullable LogId log() {
    return log;
  }

  /** Offset of the next record. */
  long next() {
    return next;
  }

  /** The stream's publisher writes to this log now. */
  void logIs(String written) {
    LogId reading = log;
    if (reading != null
        && state != State.LOCATING
        && state != State.CLOSED
        && !reading.equals(environment.reader().nameOf(new LogId(written)))) {
      locate();
    }
  }

  private void locate() {
    state = State.LOCATING;
    announced = 0;
    LogReader reader = environment.reader();
    calls.call(
        reader
            .findLive(channel.stream())
            .thenCompose(
                newest ->
                    newest.offset() == newest.end()
                        ? CompletableFuture.completedFuture(newest)
                        : reader
                            .findHeader(channel.stream(), newest.position())
                            .thenCompose(header -> windowBefore(reader, header))),
        this::located,
        this::failed);
  }

  private void located(LogReader.Start start) {
    backoff.reset();
    log = start.logId();
    next = start.offset();
    sink.begin(start.logId(), start.offset() < start.end());
    read();
  }

  private CompletionStage<LogReader.Start> windowBefore(LogReader reader, LoggedRecord newest) {
    Instant from = Instant.ofEpochMilli(newest.timestampMs()).minus(back);
    return reader.findTime(channel.stream(), from);
  }

  private void read() {
    LogId reading = log;
    if (reading == null) {
      return;
    }
    state = State.READING;
    if (!calls.readPiece(new Position(reading, next), PIECE_BYTES, this::arrived, this::failed)) {
      calls.callAfter(WAIT_FOR_MEMORY, environment.timer(), this::read);
    }
  }

  private void arrived(List<LoggedRecord> records) {
    backoff.reset();
    give(records);
    if (records.isEmpty() || (announced > 0 && next >= announced)) {
      state = State.LIVE;
      sink.flush();
    } else {
      read();
    }
  }

  private void failed(Throwable failure) {
    if (backoff.failures() == 0) {
      LOG.infof(
          "log cannot be read for HLS, trying again stream=%s reason=%s",
          channel.stream(), failure.getMessage());
    }
    boolean anew = state == State.LOCATING || failure instanceof LogException.PositionGone;
    calls.callAfter(
        backoff.afterFailureWithJitter(), environment.timer(), anew ? this::locate : this::read);
  }

  /** On the log's thread. Records that a busy loop cannot take are read from the log later. */
  @Override
  public void onRecords(LogId from, List<LoggedRecord> records) {
    long bytes = records.stream().mapToLong(record -> record.record().payloadBytes()).sum();
    if (waitingBytes.addAndGet(bytes) > environment.mostWaitingBytes()) {
      waitingBytes.addAndGet(-bytes);
      environment.dropped().run();
      return;
    }
    loop.execute(
        () -> {
          waitingBytes.addAndGet(-bytes);
          live(from, records);
        });
  }

  /** On the log's thread. */
  @Override
  public void onTailLost() {
    loop.execute(
        () -> {
          if (state != State.CLOSED) {
            locate();
          }
        });
  }

  private void live(LogId from, List<LoggedRecord> records) {
    announced = Math.max(announced, records.get(records.size() - 1).offset() + 1);
    if (state != State.LIVE) {
      return;
    }
    if (!from.equals(log)) {
      locate();
    } else if (records.get(0).offset() > next) {
      read();
    } else {
      give(records);
      sink.flush();
    }
  }

  private void give(List<LoggedRecord> records) {
    for (LoggedRecord record : records) {
      if (record.offset() >= next) {
        next = record.offset() + 1;
        sink.accept(record);
      }
    }
  }

  /** Ends the feed: the sink gets no further records. Idempotent. */
  void close() {
    state = State.CLOSED;
    calls.cancel();
    channel.untap(this);
  }
}
