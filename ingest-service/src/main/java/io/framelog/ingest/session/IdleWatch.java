package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import java.time.Duration;
import java.util.Optional;

/**
 * Detects idle publishers: those that send no header in time, or nothing although they are read.
 * Times are {@link io.framelog.ingest.source.EventLoop#nanoTime()}. One thread.
 */
final class IdleWatch {
  private final Duration headerTimeout;
  private final Duration idleTimeout;
  private long openedAt;
  private volatile long lastReadAt;

  IdleWatch(Duration headerTimeout, Duration idleTimeout, long now) {
    this.headerTimeout = headerTimeout;
    this.idleTimeout = idleTimeout;
    this.openedAt = now;
    this.lastReadAt = now;
  }

  /** Bytes were received, or reading was resumed after a pause. */
  void read(long now) {
    lastReadAt = now;
  }

  /** Time since the last bytes, ns. Any thread. */
  long silentNanos(long now) {
    return now - lastReadAt;
  }

  /**
   * Checks the time-outs of this publisher.
   *
   * @param opening the container's header is not complete
   * @param reading the source is not paused
   * @param starting the process that reads the container is still starting, see {@link
   *     io.framelog.ingest.demux.Demuxer#isStarting()}
   */
  Optional<SourceEnd> check(long now, boolean opening, boolean reading, boolean starting) {
    if (starting) {
      openedAt = now;
      lastReadAt = now;
      return Optional.empty();
    }
    if (opening && now - openedAt > headerTimeout.toNanos()) {
      return idle("no complete container header within " + headerTimeout.toMillis() + " ms");
    }
    if (reading && now - lastReadAt > idleTimeout.toNanos()) {
      return idle("nothing sent for " + idleTimeout.toMillis() + " ms");
    }
    return Optional.empty();
  }

  private static Optional<SourceEnd> idle(String detail) {
    return Optional.of(new SourceEnd(EndReason.IDLE, detail));
  }
}
