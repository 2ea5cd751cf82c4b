package io.framelog.ingest.session;

import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Pauses publishers before the disk of a broker is full, which stops Kafka.
 *
 * <pre>
 *        free &lt; min-free / 2                  publishers pause, new ones are rejected
 * ROOM ────────────────────────▶ FULL
 *      ◀────────────────────────
 *        free ≥ min-free · 3 / 4              all resume
 * </pre>
 *
 * On one thread at a time.
 */
public final class DiskRoom {
  private static final Logger LOG = Logger.getLogger(DiskRoom.class);

  private final long minFree;
  private final Sessions sessions;
  private volatile OptionalLong free = OptionalLong.empty();
  private boolean full;

  /**
   * @param minFree bytes, {@code framelog.log.min-free-bytes}; 0 for any
   */
  public DiskRoom(long minFree, Sessions sessions) {
    this.minFree = minFree;
    this.sessions = sessions;
  }

  /** Updates the free space; an unknown value changes nothing. */
  public void measured(OptionalLong bytes) {
    free = bytes;
    if (bytes.isEmpty()) {
      return;
    }
    long now = bytes.getAsLong();
    if (!full && now < minFree / 2) {
      full = true;
      String sentence =
          String.format(
              "the disk of a broker has %s free, publishers are accepted from %s on"
                  + " (framelog.log.min-free-bytes)",
              mib(now), mib(enough()));
      LOG.errorf("publishers are paused: %s", sentence);
      sessions.diskIsFull(sentence);
    } else if (full && now >= enough()) {
      full = false;
      LOG.infof("publishers continue: the disks of the brokers have %s free", mib(now));
      sessions.diskHasRoom();
    }
  }

  private long enough() {
    return minFree / 4 * 3;
  }

  /**
   * Free bytes of the broker's disk with the least free space, as last measured; NaN when unknown.
   */
  public double freeBytes() {
    OptionalLong known = free;
    return known.isPresent() ? known.getAsLong() : Double.NaN;
  }

  private static String mib(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
