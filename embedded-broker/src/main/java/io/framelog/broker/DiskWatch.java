package io.framelog.broker;

import static io.framelog.broker.FreeSpace.mib;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the disk's free space every second. While there is less than wanted, removes the oldest
 * segments of streams before their retention, each announced in the log. Kafka then deletes the
 * files within {@link EmbeddedKafka#RETENTION_CHECK}; what is on its way counts as free.
 *
 * <pre>
 * free ≥ min-free          nothing is done
 *      &lt; min-free          the oldest segments go
 *      &lt; min-free / 2      besides, ingest nodes pause their publishers; a broker does not start
 * </pre>
 */
final class DiskWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DiskWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FreeSpace space;
  private final long minFree;
  private final String bootstrapServers;
  private final List<StreamSegments.Segment> leaving = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "framelog-disk-watch");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Admin admin;
  private boolean low;
  private boolean exhausted;

  /**
   * @param minFree bytes that are kept free
   */
  DiskWatch(FreeSpace space, long minFree, String bootstrapServers) {
    this.space = space;
    this.minFree = minFree;
    this.bootstrapServers = bootstrapServers;
  }

  void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      check();
    } catch (RuntimeException e) {
      // Kafka is starting, stopping or busy: the next look comes in a second.
      LOG.warnf("the disk's free space is not kept: %s folder=%s", e, space.folder());
    } catch (Error e) {
      // Nobody would notice that the disk is watched no more: a supervisor starts the process anew.
      LOG.fatal("the watch of the disk fails; this process ends", e);
      Runtime.getRuntime().halt(3);
    }
  }

  /** On one thread at a time. */
  void check() {
    leaving.removeIf(segment -> !segment.exists());
    long free = space.bytes();
    long missing = minFree - free - leaving.stream().mapToLong(StreamSegments.Segment::bytes).sum();
    if (free >= minFree) {
      becomeLow(false, free);
    } else if (missing > 0) {
      becomeLow(true, free);
      remove(missing);
    }
  }

  private void becomeLow(boolean now, long free) {
    if (now && !low) {
      LOG.warnf(
          "the disk has less than %s (framelog.log.min-free-bytes) free: the oldest segments of"
              + " streams are removed before their retention free=\"%s\" folder=%s",
          mib(minFree), mib(free), space.folder());
    } else if (low && !now) {
      LOG.infof("the disk has room again free=\"%s\" folder=%s", mib(free), space.folder());
    }
    low = now;
    exhausted = exhausted && now;
  }

  private void remove(long bytes) {
    long missing = bytes;
    for (StreamSegments.Segment oldest : StreamSegments.removable(space.folder())) {
      if (missing <= 0) {
        return;
      }
      if (!leaving.contains(oldest)) {
        LOG.warnf(
            "the oldest segment is removed, the disk being low topic=%s endOffset=%d size=\"%s\""
                + " lastWritten=%s",
            oldest.partition().topic(), oldest.end(), mib(oldest.bytes()), oldest.lastWritten());
        removeBefore(oldest);
        leaving.add(oldest);
        missing -= oldest.bytes();
      }
    }
    if (missing > 0 && !exhausted) {
      exhausted = true;
      LOG.errorf(
          "the disk is low and streams have no further segment that can be removed: make room, or"
              + " set framelog.log.retention or framelog.log.segment-bytes lower; ingest nodes"
              + " pause their publishers below %s free folder=%s",
          mib(minFree / 2), space.folder());
    }
  }

  private void removeBefore(StreamSegments.Segment segment) {
    try {
      admin()
          .deleteRecords(Map.of(segment.partition(), RecordsToDelete.beforeOffset(segment.end())))
          .all()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while removing " + segment.file(), e);
    } catch (ExecutionException | TimeoutException e) {
      throw new BrokerException("Kafka does not remove " + segment.file() + ": " + e, e);
    }
  }

  private Admin admin() {
    Admin present = admin;
    if (present == null) {
      present = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
      admin = present;
    }
    return present;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the watch of the disk has not stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Admin present = admin;
    if (present != null) {
      present.close(Duration.ZERO);
    }
  }
}
