package io.framelog.log;

import io.framelog.process.FatalErrors;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Detects that the topic of a followed stream was deleted, or deleted and created again, even if
 * nothing is written to it.
 *
 * <p>Streams with records since the last check are skipped, because each record names its log. Of
 * the others at most {@link #MAX_LOOKED_AT} are checked in one request, beginning with those
 * checked longest ago. A topic must be missing or different twice in a row, because a broker may
 * lag. On the live thread only.
 */
final class DeletionWatch {
  private static final Logger LOG = Logger.getLogger(DeletionWatch.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_LOOKED_AT = 100;

  private final StreamTopics topics;
  private final LogIdMapping copy;
  private final Executor liveThread;
  private final BiConsumer<Follower, LogException> onGone;
  private boolean looking;
  private long lookAt = System.nanoTime() + LOOK_NANOS;

  /**
   * @param liveThread runs tasks on the thread that calls {@link #look}
   * @param onGone called for a stream whose log is gone; ignores a stream that is not followed any
   *     more
   */
  DeletionWatch(
      StreamTopics topics,
      LogIdMapping copy,
      Executor liveThread,
      BiConsumer<Follower, LogException> onGone) {
    this.topics = topics;
    this.copy = copy;
    this.liveThread = liveThread;
    this.onGone = onGone;
  }

  /** Whether a second has passed since the last answer. */
  boolean isDue() {
    return !looking && System.nanoTime() - lookAt >= 0;
  }

  /** Checks the followers without recent records. To be called when {@link #isDue}. */
  void look(Collection<Follower> followers) {
    long now = System.nanoTime();
    List<Follower> asked =
        followers.stream()
            .filter(follower -> follower.isQuiet(now, LOOK_NANOS))
            .sorted(Comparator.comparingLong(follower -> follower.lookedAt() - now))
            .limit(MAX_LOOKED_AT)
            .toList();
    if (asked.isEmpty()) {
      lookAt = now + LOOK_NANOS;
      return;
    }
    looking = true;
    asked.forEach(follower -> follower.looked(now));
    FatalErrors.watch(
        topics
            .logIds(asked.stream().map(Follower::stream).toList())
            .whenComplete((ids, failure) -> liveThread.execute(() -> looked(asked, ids, failure))));
  }

  private void looked(
      List<Follower> asked, @Nullable Map<StreamId, LogId> ids, @Nullable Throwable failure) {
    looking = false;
    lookAt = System.nanoTime() + LOOK_NANOS;
    if (ids != null) {
      asked.forEach(follower -> compare(follower, ids.get(follower.stream())));
    } else {
      LOG.debugf("topic ids could not be read: %s", failure);
    }
  }

  private void compare(Follower follower, @Nullable LogId present) {
    if (present != null && (copy.isMirror() || follower.from().log().equals(present))) {
      // A mirror's topic id does not identify the source's log; only its records do.
      follower.seen();
    } else if (!follower.missing()) {
      lookAt = System.nanoTime();
    } else {
      onGone.accept(
          follower,
          present == null
              ? new LogException.NoSuchStream(follower.stream())
              : follower.gone("the stream was deleted and published again"));
    }
  }
}
