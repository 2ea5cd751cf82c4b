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
 * Checks the disk's free space every second. While it is below the minimum, removes the oldest
 * segments of streams before their retention and logs each. Kafka deletes their files within {@link
 * EmbeddedKafka#RETENTION_CHECK}; until then they already count as free.
 *
 * <pre>
 * free ≥ min-free          nothing is removed
 *      &lt; min-free          the oldest segments are removed
 *      &lt; min-free / 2      also, ingest nodes pause their publishers; a broker does not start
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
      // Kafka is starting, stopping or busy: the next check follows in a second.
      LOG.warnf(
          "the disk's free space cannot be checked or restored: %s folder=%s", e, space.folder());
    } catch (Error e) {
      // Without this watch the disk fills up unnoticed. A supervisor restarts the process.
      LOG.fatal("the disk watch failed; this process ends", e);
      Runtime.getRuntime().halt(3);
    }
  }

  /** Must not be called concurrently. */
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
      LOG.infof(
          "the disk has enough free space again free=\"%s\" folder=%s", mib(free), space.folder());
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
        LOG.warn("the disk watch has not stopped");
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
