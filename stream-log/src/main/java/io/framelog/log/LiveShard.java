package io.framelog.log;

import io.framelog.process.FatalErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One thread and one consumer that follow many streams at their live end.
 *
 * <pre>
 *   follow, close ──▶ [ changes ] ──wakeup──▶ ┌─ apply all changes, assign once
 *                                             │  poll ──▶ listeners
 *   once a second: topic ids of quiet ones ◀──┴─ loop
 * </pre>
 *
 * <p>A new subscription wakes up a poll that is waiting. Records that do not fit in one poll are
 * returned by the next ones, and all streams get their turn. A stream whose listener accepts no
 * more is paused at the consumer, which fetches none of its records meanwhile. A turn should take
 * about {@link #POLL} at most; a thread that takes much longer is stuck, for example in a listener.
 *
 * <p>Protection against a recreated stream: each record names the log it was written for, which is
 * checked before the record is delivered, so no byte of another life is delivered. {@link
 * DeletionWatch} detects a deletion even if nothing is written afterwards.
 */
final class LiveShard implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LiveShard.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final LogIdMapping copy;
  private final Thread thread;
  private final LinkedBlockingQueue<Runnable> changes = new LinkedBlockingQueue<>();
  private final Map<TopicPartition, Follower> followers = new HashMap<>();
  private final Map<TopicPartition, Follower> fresh = new HashMap<>();
  private final PausedStreams paused;
  private final DeletionWatch deletions;
  private final LeftOutRecords leftOut;
  private final ReadFailures failures = new ReadFailures(System::nanoTime);

  private boolean assignmentChanged;
  private volatile long turnedAt = System.nanoTime();
  private volatile long behind;
  private volatile boolean closed;

  LiveShard(
      String name,
      KafkaConsumer<byte[], byte[]> consumer,
      StreamTopics topics,
      LogIdMapping copy,
      LeftOutRecords leftOut) {
    this.consumer = consumer;
    this.paused = new PausedStreams(consumer);
    this.deletions = new DeletionWatch(topics, copy, changes::add, this::lose);
    this.copy = copy;
    this.leftOut = leftOut;
    this.thread = LogThreads.daemon(name, this::run);
    thread.start();
  }

  void add(Follower follower) {
    change(
        () -> {
          Follower before = followers.put(follower.partition(), follower);
          if (before != null) {
            before.close();
          }
          fresh.put(follower.partition(), follower);
          paused.forget(follower.partition());
          assignmentChanged = true;
        });
  }

  void remove(Follower follower) {
    change(() -> forget(follower));
  }

  private void change(Runnable change) {
    changes.add(change);
    consumer.wakeup();
  }

  private void forget(Follower follower) {
    if (followers.remove(follower.partition(), follower)) {
      fresh.remove(follower.partition(), follower);
      paused.forget(follower.partition());
      assignmentChanged = true;
    }
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        turnedAt = System.nanoTime();
        try {
          if (followers.isEmpty() && !assignmentChanged) {
            awaitChange(POLL);
          }
          applyChanges();
          if (!followers.isEmpty()) {
            paused.resumeReady();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(paused.poll(POLL));
            failures.succeeded(!records.isEmpty(), followers.size());
            deliver(records);
            look();
          }
        } catch (WakeupException e) {
          LOG.trace("live reader woken for changes");
        } catch (LogTruncationException e) {
          e.offsetOutOfRangePartitions().forEach(this::tailLost);
        } catch (OffsetOutOfRangeException e) {
          e.offsetOutOfRangePartitions().forEach(this::outOfRange);
        } catch (InterruptException | InterruptedException e) {
          return;
        } catch (KafkaException e) {
          UnreadableBatch.in(e, followers.keySet())
              .ifPresentOrElse(partition -> skip(partition, e), () -> failed(e));
        } catch (RuntimeException e) {
          // A failure of one stream must not end the other streams of the shard.
          LOG.errorf(e, "live reading failed unexpectedly streams=%d", followers.size());
          pause();
        } catch (Error e) {
          // Before the consumer is closed, which would wait for the broker.
          FatalErrors.endProcessOn(e);
          throw e;
        }
      }
    }
  }

  private void failed(KafkaException failure) {
    failures.failed(failure.toString(), followers.size());
    pause();
  }

  /** Seeks past a record of a batch that no poll can read; readers see a gap in the offsets. */
  private void skip(TopicPartition partition, KafkaException failure) {
    long offset = consumer.position(partition);
    consumer.seek(partition, offset + 1);
    Follower follower = followers.get(partition);
    if (follower != null) {
      leftOut.add(follower.stream(), UnreadableBatch.at(offset, failure));
    }
  }

  private void pause() {
    try {
      awaitChange(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitChange(Duration atMost) throws InterruptedException {
    Runnable change = changes.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (change != null) {
      change.run();
    }
  }

  private void applyChanges() {
    for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
      change.run();
    }
    if (assignmentChanged) {
      consumer.assign(followers.keySet());
      fresh.forEach((partition, follower) -> consumer.seek(partition, follower.from().offset()));
      consumer.resume(fresh.keySet());
      fresh.clear();
      assignmentChanged = false;
      behind = followers.isEmpty() ? 0 : behind;
    }
  }

  private void deliver(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      Follower follower = followers.get(partition);
      if (follower != null) {
        deliver(follower, records.records(partition));
      }
    }
  }

  private void deliver(Follower follower, List<ConsumerRecord<byte[], byte[]>> records) {
    List<LoggedRecord> read = new ArrayList<>(records.size());
    boolean otherLife = false;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        LogRecordCodec.Decoded decoded = LogRecordCodec.decode(record);
        if (!copy.nameOf(decoded.log()).equals(follower.from().log())) {
          otherLife = true;
          break;
        }
        read.add(copy.asRead(decoded));
      } catch (LogException.BadRecord e) {
        leftOut.add(follower.stream(), String.valueOf(e.getMessage()));
      }
    }
    follower.read(System.nanoTime());
    if (!follower.take(read)) {
      forget(follower);
    } else if (otherLife) {
      lose(follower, follower.gone("the stream was deleted and published again"));
    } else if (!follower.mayRead()) {
      paused.pause(follower);
    }
  }

  private void tailLost(TopicPartition partition, long offset) {
    Follower follower = followers.get(partition);
    if (follower != null) {
      lose(
          follower,
          new LogException.TailLost(
              "the log has other records than before stream="
                  + follower.stream()
                  + " offset="
                  + offset));
    }
  }

  private void outOfRange(TopicPartition partition, long offset) {
    Follower follower = followers.get(partition);
    if (follower != null) {
      lose(follower, follower.gone("offset " + offset + " is not in the log"));
    }
  }

  private void lose(Follower follower, LogException reason) {
    forget(follower);
    follower.lose(reason);
  }

  private void look() {
    if (deletions.isDue()) {
      behind = followers.keySet().stream().mapToLong(this::recordsBehind).sum();
      deletions.look(followers.values());
    }
  }

  private long recordsBehind(TopicPartition partition) {
    return consumer.currentLag(partition).orElse(0);
  }

  /** How long the present turn of its thread has lasted. Any thread. */
  Duration turning() {
    return Duration.ofNanos(System.nanoTime() - turnedAt);
  }

  /** Number of records that the broker had and followers had not, updated once a second. */
  long recordsBehind() {
    return behind;
  }

  @Override
  public void close() {
    closed = true;
    change(() -> LOG.trace("live reader closes"));
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
