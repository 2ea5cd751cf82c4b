package io.framelog.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds headers that count according to {@link Fence}: that of the newest chunk before an offset,
 * and that of the oldest one.
 *
 * <pre>
 *   HEADER │ part … part │ part … part │ last record
 *      ▲                 ▲   read,      │  │
 *      │                 └── verified ──┘  │
 *      │                 held ─────────────┤
 *      └──────────────── back ─────────────┘
 *
 *   last record late or a claim, or hint wrong: scan backwards, in windows of 64, 256, 1024, 4096 …
 *   records, until a header is proven to count
 * </pre>
 *
 * <p>A record's {@code held} limits the records that must be read to prove that it counts to those
 * that its writer had in flight. Without it (records of earlier writers, a mirror's copy) the
 * record counts if nothing in the {@link #UNSAID_BYTES} before it contradicts. One use, one thread.
 */
final class ChunkFinder {
  /** Most payload bytes that one search reads: far more than any writer has in flight. */
  static final long MAX_BYTES = 1024L << 20;

  /** Payload bytes checked before a record without {@code held}. */
  static final long UNSAID_BYTES = 4L << 20;

  private static final int FIRST_WINDOW = 64;
  private static final int MAX_WINDOW = 4096;

  private final LogPieces log;
  private final long begin;

  /**
   * @param begin the log's first offset
   */
  ChunkFinder(LogPieces log, long begin) {
    this.log = log;
    this.begin = begin;
  }

  /**
   * The header of the newest chunk in {@code [begin, end)}, as if the log ended at {@code end}.
   *
   * @throws LogException when none was found in {@link #MAX_BYTES}
   */
  Optional<LoggedRecord> newestBefore(long end) {
    if (end <= begin) {
      return Optional.empty();
    }
    Optional<LoggedRecord> hinted = log.one(end - 1).flatMap(this::byHint);
    return hinted.isPresent() ? hinted : byScan(end);
  }

  /** The oldest header in {@code [begin, end)} that counts. */
  Optional<LoggedRecord> oldest(long end) {
    Oldest oldest = new Oldest(begin);
    log.read(begin, end, oldest::wantsMore);
    return Optional.ofNullable(oldest.found);
  }

  /** Finds the first header that no earlier record contradicts, once later records prove it. */
  private static final class Oldest {
    private final long begin;
    private final Fence fence = Fence.behind(0);
    private @Nullable LoggedRecord first;
    private @Nullable LoggedRecord found;

    Oldest(long begin) {
      this.begin = begin;
    }

    boolean wantsMore(LoggedRecord record) {
      long session = Fence.sessionOf(record.record());
      boolean counts = fence.admits(record);
      if (counts
          && record.record() instanceof LogRecord.Header
          && (first == null || Fence.sessionOf(first.record()) < session)) {
        first = record;
      }
      LoggedRecord candidate = first;
      boolean proven = record.held() == LoggedRecord.NOT_SAID || record.held() >= begin - 1;
      if (candidate != null && Fence.sessionOf(candidate.record()) == session && proven) {
        found = candidate;
      }
      return found == null;
    }
  }

  /**
   * If a record counts, its chunk's header counts, too, and is the newest one before the record.
   */
  private Optional<LoggedRecord> byHint(LoggedRecord last) {
    int back = back(last.record());
    if (back < 0 || last.offset() - back < begin || !counts(last)) {
      return Optional.empty();
    }
    return back == 0
        ? Optional.of(last)
        : log.one(last.offset() - back).filter(header -> opens(header.record(), last.record()));
  }

  /** Number of records back to the header; -1 if the record does not contain it. */
  private static int back(LogRecord record) {
    if (record instanceof LogRecord.Part part) {
      return part.back() > 0 ? part.back() : -1;
    }
    if (record instanceof LogRecord.End end) {
      return end.back() > 0 ? end.back() : -1;
    }
    return record instanceof LogRecord.Header ? 0 : -1;
  }

  private static boolean opens(LogRecord opening, LogRecord last) {
    return opening instanceof LogRecord.Header header
        && header.session() == Fence.sessionOf(last)
        && (!(last instanceof LogRecord.Part part) || part.chunk() == header.chunk());
  }

  /** Whether a record counts, decided by reading the records that its writer did not know. */
  private boolean counts(LoggedRecord record) {
    if (record.held() == LoggedRecord.NOT_SAID) {
      // Decided by the scan, which reads the records before it.
      return false;
    }
    if (record.held() < begin - 1) {
      return false;
    }
    long session = Fence.sessionOf(record.record());
    Fence fence = Fence.behind(session);
    long[] bytes = new long[1];
    log.forEach(
        record.held() + 1,
        record.offset(),
        between -> {
          fence.admits(between);
          bytes[0] += between.record().payloadBytes();
          checkBound(bytes[0], record.offset());
        });
    return fence.lowest() == session;
  }

  private Optional<LoggedRecord> byScan(long end) {
    Marks marks = new Marks(begin, end);
    for (int window = FIRST_WINDOW; !marks.reachBegin(); window *= 4) {
      long until = marks.from();
      long from = Math.max(begin, until - Math.min(MAX_WINDOW, window));
      Marks.Window read = new Marks.Window();
      log.forEach(from, until, read::see);
      marks.prepend(from, read);
      Optional<Long> found = marks.newestHeader();
      if (found.isPresent()) {
        return log.one(found.get());
      }
      checkBound(marks.bytes(), end);
      window = Math.min(MAX_WINDOW, window);
    }
    return Optional.empty();
  }

  private static void checkBound(long bytes, long end) {
    if (bytes > MAX_BYTES) {
      throw new LogException(
          "no record in the "
              + (MAX_BYTES >> 20)
              + " MiB before offset "
              + end
              + " proves which session has the stream there");
    }
  }
}
