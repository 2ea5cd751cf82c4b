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
 * Notices that the topic of a followed stream was deleted, or deleted and created again, although
 * nothing is written to it.
 *
 * <p>Streams that records came of since the last look are left out, because each record names its
 * log. Of the others at most {@link #MAX_LOOKED_AT} are asked about in one request, those first
 * that were asked about longest ago. A topic has to be missing or different twice in a row, to
 * allow for a broker that lags. On the live thread only.
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
   * @param onGone told of a stream whose log is gone; ignores one that is not followed any more
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

  /** Asks about the quiet ones of these, when it is due. */
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
      LOG.debugf("topic ids were not looked at: %s", failure);
    }
  }

  private void compare(Follower follower, @Nullable LogId present) {
    if (present != null && (copy.isMirror() || follower.from().log().equals(present))) {
      // A mirror's topic says nothing of the source's; its records do.
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
