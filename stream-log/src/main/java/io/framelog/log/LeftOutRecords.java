package io.framelog.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Counts the records that a reader leaves out because they cannot be parsed or because their batch
 * is damaged. A damaged part of a log may be read repeatedly, so only the first record of a stream
 * per minute is logged, for at most {@link #MAX_LINES} streams, and the number of the others when
 * the next minute begins. Thread-safe.
 */
final class LeftOutRecords {
  static final int MAX_LINES = 20;

  private static final Logger LOG = Logger.getLogger(LeftOutRecords.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Consumer<String> lines;
  private final Set<StreamId> told = new HashSet<>();
  private Instant windowStart = Instant.MIN;
  private long untold;
  private long count;

  LeftOutRecords(InstantSource clock) {
    this(clock, LOG::warn);
  }

  /**
   * @param lines writes a line to the log
   */
  LeftOutRecords(InstantSource clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
  }

  /**
   * Counts a record that is left out.
   *
   * @param why the reason, which names the offset
   */
  synchronized void add(StreamId stream, String why) {
    count++;
    Instant now = clock.instant();
    if (windowStart.equals(Instant.MIN) || !now.isBefore(windowStart.plus(WINDOW))) {
      if (untold > 0) {
        lines.accept("more records were left out count=" + untold);
      }
      windowStart = now;
      untold = 0;
      told.clear();
    }
    if (told.size() < MAX_LINES && told.add(stream)) {
      lines.accept("record is left out stream=" + stream + ": " + why);
    } else {
      untold++;
    }
  }

  /** How many times a record was left out; a record counts each time it is read. */
  synchronized long count() {
    return count;
  }
}
