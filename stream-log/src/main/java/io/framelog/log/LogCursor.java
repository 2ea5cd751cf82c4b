package io.framelog.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads bounded pieces of logs, one after the other, with one consumer. Every read is limited by
 * the lookup time-out. Records of another life of the log, and records that cannot be parsed, are
 * left out and logged. Not thread-safe.
 */
final class LogCursor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LogCursor.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Duration timeout;
  private final LogIdMapping copy;
  private final LeftOutRecords leftOut;

  LogCursor(KafkaConsumer<byte[], byte[]> consumer, LogConfig config, LeftOutRecords leftOut) {
    this.consumer = consumer;
    this.timeout = config.lookupTimeout();
    this.copy = LogIdMapping.of(config);
    this.leftOut = leftOut;
  }

  /** Kafka does not accept times before 1970, and a long cannot represent every instant. */
  private static long millis(Instant time) {
    return time.isBefore(Instant.EPOCH)
        ? 0
        : time.isAfter(LATEST) ? LATEST.toEpochMilli() : time.toEpochMilli();
  }

  /**
   * The offsets of a log.
   *
   * @param begin offset of its first record, after retention
   * @param end one past its last record
   */
  record Range(long begin, long end) {
    boolean isEmpty() {
      return begin >= end;
    }
  }

  Range range(StreamId stream) {
    Set<TopicPartition> partition = Set.of(partition(stream));
    try {
      long begin = only(consumer.beginningOffsets(partition), stream);
      return new Range(begin, only(consumer.endOffsets(partition), stream));
    } catch (KafkaException e) {
      throw new LogException("log's range was not read stream=" + stream, e);
    }
  }

  /** The first record at or after a time; empty when all are older. */
  Optional<OffsetAndTimestamp> firstAt(StreamId stream, Instant time) {
    TopicPartition partition = partition(stream);
    try {
      return Optional.ofNullable(
          consumer.offsetsForTimes(Map.of(partition, millis(time))).get(partition));
    } catch (KafkaException e) {
      throw new LogException("log's times were not read stream=" + stream, e);
    }
  }

  /**
   * The present log of a topic: the topic's own or, for a mirror's topic, that of its newest
   * record.
   *
   * @param ofTopic the log id derived from the topic's id
   * @throws LogException.NoSuchStream when the mirror has not copied a record of it
   */
  LogId present(StreamId stream, LogId ofTopic) {
    if (!copy.isMirror()) {
      return ofTopic;
    }
    Range range = range(stream);
    List<LogId> newest = new ArrayList<>(1);
    readRaw(
        stream,
        Math.max(range.begin(), range.end() - 1),
        range.end(),
        record -> newest.add(copy.nameOf(LogRecordCodec.decode(record).log())));
    // A topic without a copied record yet.
    if (newest.isEmpty()) {
      throw new LogException.NoSuchStream(stream);
    }
    return newest.get(0);
  }

  /** A view of one life of a stream's log, read with this cursor. */
  LogPieces pieces(StreamId stream, LogId log) {
    return (from, until, taker) -> read(stream, log, from, until, taker);
  }

  /**
   * Passes records to the taker until it has enough.
   *
   * @throws LogException.PositionGone when retention has removed {@code from}
   */
  void read(StreamId stream, LogId log, long from, long until, LogPieces.RecordTaker taker) {
    readRaw(stream, from, until, record -> take(record, stream, log, taker));
  }

  private void readRaw(
      StreamId stream, long from, long until, Predicate<ConsumerRecord<byte[], byte[]>> taker) {
    if (from >= until) {
      return;
    }
    TopicPartition partition = partition(stream);
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      while (consumer.position(partition) < until) {
        if (System.nanoTime() - deadline > 0) {
          throw new LogException(
              "log was not read in time stream="
                  + stream
                  + " offset="
                  + consumer.position(partition)
                  + " timeout="
                  + timeout);
        }
        for (ConsumerRecord<byte[], byte[]> record : poll(stream, partition)) {
          if (record.offset() >= until || !taker.test(record)) {
            return;
          }
        }
      }
    } catch (OffsetOutOfRangeException e) {
      throw new LogException.PositionGone(
          "retention has passed the position stream=" + stream + " offset=" + from);
    } catch (KafkaException e) {
      throw new LogException("log was not read stream=" + stream + " offset=" + from, e);
    } finally {
      // Otherwise its prefetch at the log's end would delay the next read.
      consumer.unsubscribe();
    }
  }

  /**
   * Polls. A record in a batch that no poll can read is left out, like one that cannot be parsed.
   */
  private List<ConsumerRecord<byte[], byte[]>> poll(StreamId stream, TopicPartition partition) {
    try {
      return consumer.poll(POLL).records(partition);
    } catch (KafkaException e) {
      if (UnreadableBatch.in(e, List.of(partition)).isEmpty()) {
        throw e;
      }
      long offset = consumer.position(partition);
      consumer.seek(partition, offset + 1);
      leftOut.add(stream, UnreadableBatch.at(offset, e));
      return List.of();
    }
  }

  private boolean take(
      ConsumerRecord<byte[], byte[]> record,
      StreamId stream,
      LogId log,
      LogPieces.RecordTaker taker) {
    try {
      LogRecordCodec.Decoded decoded = LogRecordCodec.decode(record);
      LogId its = copy.nameOf(decoded.log());
      if (its.equals(log)) {
        return taker.take(copy.asRead(decoded));
      }
      LOG.debugf(
          "record of another log is left out stream=%s offset=%d log=%s expected=%s",
          stream, record.offset(), its, log);
    } catch (LogException.BadRecord e) {
      leftOut.add(stream, String.valueOf(e.getMessage()));
    }
    return true;
  }

  private static long only(Map<TopicPartition, Long> offsets, StreamId stream) {
    Long offset = offsets.get(partition(stream));
    if (offset == null) {
      throw new LogException.NoSuchStream(stream);
    }
    return offset;
  }

  static TopicPartition partition(StreamId stream) {
    return new TopicPartition(StreamTopics.topicOf(stream), 0);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
