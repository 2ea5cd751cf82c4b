package io.framelog.log;

import io.framelog.process.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;

/**
 * Reads streams' logs from Kafka.
 *
 * <pre>
 *   follow ────────────────────────────▶ live shards   (assign, seek, poll)
 *   find* ──▶ topic id (admin client) ─▶ lookup pool   (offsets, times, joins)
 *   readPast ─▶ topic id ──────────────▶ playback pool (bounded pieces of the past)
 * </pre>
 *
 * Stages complete on the thread that read; callers must not block it.
 */
public final class KafkaLogReader implements LogReader {
  private static final int LIVE_FETCH_WAIT_MS = 50;

  /** A lookup never waits for new records. */
  private static final int LOOKUP_FETCH_WAIT_MS = 1;

  private final StreamTopics topics;
  private final LogIdMapping copy;
  private final LeftOutRecords leftOut = new LeftOutRecords(InstantSource.system());
  private final List<LiveShard> shards;
  private final ReadingPool lookups;
  private final ReadingPool playback;
  private final Map<StreamId, Follower> followers = new ConcurrentHashMap<>();

  public KafkaLogReader(LogConfig config, KafkaConnection connection) {
    KafkaClients clients = new KafkaClients(config, connection);
    topics = new StreamTopics(config, connection);
    copy = LogIdMapping.of(config);
    shards =
        IntStream.range(0, config.liveShards())
            .mapToObj(
                i ->
                    new LiveShard(
                        "framelog-live-" + i,
                        clients.consumer("live-" + i, LIVE_FETCH_WAIT_MS),
                        topics,
                        copy,
                        leftOut))
            .toList();
    lookups =
        new ReadingPool(
            "framelog-lookup",
            config.lookupThreads(),
            config.lookupQueue(),
            () -> cursor(clients, config, "lookup"));
    playback =
        new ReadingPool(
            "framelog-playback",
            config.playbackThreads(),
            config.playbackQueue(),
            () -> cursor(clients, config, "playback"));
  }

  private LogCursor cursor(KafkaClients clients, LogConfig config, String purpose) {
    return new LogCursor(clients.consumer(purpose, LOOKUP_FETCH_WAIT_MS), config, leftOut);
  }

  @Override
  public CompletionStage<Boolean> exists(StreamId stream) {
    return topics
        .logId(stream)
        .handle(
            (log, failure) -> {
              if (failure == null) {
                return true;
              }
              if (StageFailure.cause(failure) instanceof LogException.NoSuchStream) {
                return false;
              }
              throw new CompletionException(StageFailure.cause(failure));
            });
  }

  @Override
  public CompletionStage<Start> findLive(StreamId stream) {
    return lookUp(
        stream,
        reading -> {
          LogCursor.Range range = reading.range();
          return reading.start(reading.finder(range).newestBefore(range.end()), range);
        });
  }

  @Override
  public CompletionStage<Start> findTime(StreamId stream, Instant time) {
    return lookUp(
        stream,
        reading -> {
          LogCursor.Range range = reading.range();
          ChunkFinder finder = reading.finder(range);
          Optional<LoggedRecord> header =
              finder.newestBefore(
                  reading
                      .cursor()
                      .firstAt(stream, time)
                      .map(first -> endOfChunkAt(first, time))
                      .orElse(range.end()));
          return reading.start(header.or(() -> finder.oldest(range.end())), range);
        });
  }

  /** A record at exactly that time belongs to the chunk; a later one may open the next chunk. */
  private static long endOfChunkAt(OffsetAndTimestamp first, Instant time) {
    return Instant.ofEpochMilli(first.timestamp()).isAfter(time)
        ? first.offset()
        : first.offset() + 1;
  }

  @Override
  public CompletionStage<Start> findPosition(StreamId stream, Position position) {
    return lookUp(
        stream,
        reading -> {
          reading.sameLife(position);
          LogCursor.Range range = reading.range();
          if (position.offset() < range.begin() || position.offset() > range.end()) {
            throw new LogException.PositionGone(
                "position is not in the log stream="
                    + stream
                    + " position="
                    + position
                    + ", it holds "
                    + range.begin()
                    + " to "
                    + range.end());
          }
          return new Start(reading.log(), position.offset(), range.end());
        });
  }

  @Override
  public CompletionStage<LoggedRecord> findHeader(StreamId stream, Position at) {
    return lookUp(
        stream,
        reading -> {
          reading.sameLife(at);
          LogCursor.Range range = reading.range();
          return reading
              .finder(range)
              .newestBefore(Math.min(at.offset() + 1, range.end()))
              .or(() -> reading.firstWithoutMedia(range))
              .orElseThrow(
                  () ->
                      new LogException.PositionGone(
                          "no header at or before stream=" + stream + " position=" + at));
        });
  }

  @Override
  public CompletionStage<List<LoggedRecord>> readPast(
      StreamId stream, Position from, int maxBytes) {
    return topics
        .logId(stream)
        .thenCompose(
            log ->
                playback.submit(
                    cursor -> {
                      // A mirror's topic may contain several lives; only records identify them.
                      LogId present = copy.isMirror() ? from.log() : log;
                      Reading reading = new Reading(cursor, stream, present);
                      reading.sameLife(from);
                      return piece(reading, from.offset(), maxBytes);
                    }));
  }

  private static List<LoggedRecord> piece(Reading reading, long from, int maxBytes) {
    List<LoggedRecord> records = new ArrayList<>();
    long[] bytes = new long[1];
    reading
        .cursor()
        .read(
            reading.stream(),
            reading.log(),
            from,
            reading.range().end(),
            record -> {
              records.add(record);
              bytes[0] += record.record().payloadBytes();
              return bytes[0] < maxBytes;
            });
    return records;
  }

  @Override
  public LogId nameOf(LogId written) {
    return copy.nameOf(written);
  }

  @Override
  public Subscription follow(StreamId stream, Position from, RecordListener listener) {
    LiveShard shard = shards.get(Math.floorMod(stream.hashCode(), shards.size()));
    Follower follower =
        new Follower(
            stream,
            from,
            listener,
            closed -> {
              followers.remove(stream, closed);
              shard.remove(closed);
            });
    if (followers.putIfAbsent(stream, follower) != null) {
      throw new IllegalStateException("stream is followed already stream=" + stream);
    }
    shard.add(follower);
    return follower;
  }

  private <T> CompletionStage<T> lookUp(StreamId stream, Function<Reading, T> reading) {
    return topics
        .logId(stream)
        .thenCompose(
            log ->
                lookups.submit(
                    cursor ->
                        reading.apply(new Reading(cursor, stream, cursor.present(stream, log)))));
  }

  /** One lookup: a cursor in one life of one stream. */
  private record Reading(LogCursor cursor, StreamId stream, LogId log) {
    LogCursor.Range range() {
      return cursor.range(stream);
    }

    ChunkFinder finder(LogCursor.Range range) {
      return new ChunkFinder(cursor.pieces(stream, log), range.begin());
    }

    /** The log's first record, unless it belongs to a chunk whose header retention has removed. */
    Optional<LoggedRecord> firstWithoutMedia(LogCursor.Range range) {
      return cursor
          .pieces(stream, log)
          .one(range.begin())
          .filter(first -> !(first.record() instanceof LogRecord.Part));
    }

    Start start(Optional<LoggedRecord> header, LogCursor.Range range) {
      return new Start(log, header.map(LoggedRecord::offset).orElse(range.end()), range.end());
    }

    void sameLife(Position position) {
      if (!position.log().equals(log)) {
        throw new LogException.OtherLife(
            "position belongs to a deleted log of the stream stream="
                + stream
                + " position="
                + position
                + " log="
                + log);
      }
    }
  }

  /**
   * How long the present turn of the slowest live reader has lasted: well under 1.5 s normally,
   * also without Kafka. Grows if a reader is stuck or its thread has died.
   */
  public Duration longestTurn() {
    return shards.stream().map(LiveShard::turning).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Records that Kafka has and the live readers have not read yet, over all streams followed. */
  public long recordsBehind() {
    return shards.stream().mapToLong(LiveShard::recordsBehind).sum();
  }

  /**
   * How many times a record was left out because it could not be parsed or its batch was damaged; a
   * record counts each time it is read.
   */
  public long leftOutRecords() {
    return leftOut.count();
  }

  /** Number of lookups refused because too many were waiting. */
  public long refusedLookups() {
    return lookups.refused();
  }

  /** Number of reads of the past refused because too many were waiting. */
  public long refusedReads() {
    return playback.refused();
  }

  @Override
  public void close() {
    shards.forEach(LiveShard::close);
    lookups.close();
    playback.close();
    topics.close();
  }
}
