package io.framelog.log;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the header of the newest chunk before an offset.
 *
 * <pre>
 *   … h-8 ─────────── h-1 │ h = HEADER │ part … part │ last record
 *     └─ no higher session ┘      ▲                        │
 *                                 └──────── back ──────────┘
 *   fetch 1: the last record        fetch 2: h-8 … h, verified
 *   hint wrong, or the last record a claim: windows backwards, 64, 256, 1024, 4096 … records
 * </pre>
 *
 * A zombie's late header is not taken: it is among the few records after those of a higher session.
 * One use, one thread.
 */
final class ChunkFinder {
  /** A zombie stops at its first acknowledgement, so its late records are few. */
  static final int LOOK_BACK = 8;

  private static final int FIRST_WINDOW = 64;
  private static final int LARGEST_WINDOW = 4096;

  private final LogCursor cursor;
  private final StreamId stream;
  private final LogId log;
  private final long begin;

  ChunkFinder(LogCursor cursor, StreamId stream, LogId log, long begin) {
    this.cursor = cursor;
    this.stream = stream;
    this.log = log;
    this.begin = begin;
  }

  /** The newest chunk's header in {@code [begin, end)}. */
  Optional<LoggedRecord> newestBefore(long end) {
    if (end <= begin) {
      return Optional.empty();
    }
    Optional<LoggedRecord> hinted = byHint(end);
    return hinted.isPresent() ? hinted : byScan(end);
  }

  /** The oldest header in {@code [begin, end)}. */
  Optional<LoggedRecord> oldest(long end) {
    LoggedRecord[] found = new LoggedRecord[1];
    cursor.read(
        stream,
        log,
        begin,
        end,
        record -> {
          if (record.record() instanceof LogRecord.Header) {
            found[0] = record;
          }
          return found[0] == null;
        });
    return Optional.ofNullable(found[0]);
  }

  private Optional<LoggedRecord> byHint(long end) {
    return cursor
        .one(stream, log, end - 1)
        .map(LoggedRecord::record)
        .flatMap(last -> hinted(last, end - 1));
  }

  private Optional<LoggedRecord> hinted(LogRecord last, long at) {
    if (last instanceof LogRecord.Header) {
      return verified(at, header -> true);
    }
    if (last instanceof LogRecord.Part part) {
      return verified(
          at - part.back(),
          header -> header.session() == part.session() && header.chunk() == part.chunk());
    }
    if (last instanceof LogRecord.End end && end.back() > 0) {
      return verified(at - end.back(), header -> header.session() == end.session());
    }
    return Optional.empty();
  }

  private Optional<LoggedRecord> verified(long at, Predicate<LogRecord.Header> expected) {
    if (at < begin) {
      return Optional.empty();
    }
    Neighbourhood seen = neighbourhood(at);
    LoggedRecord found = seen.header;
    return found != null
            && found.record() instanceof LogRecord.Header header
            && expected.test(header)
            && seen.highest <= header.session()
        ? Optional.of(found)
        : Optional.empty();
  }

  private Optional<LoggedRecord> byScan(long end) {
    long until = end;
    long least = 0;
    int window = FIRST_WINDOW;
    while (until > begin) {
      long from = Math.max(begin, until - window);
      Scan scan = new Scan(least);
      cursor.forEach(stream, log, from, until, scan::see);
      least = scan.highest;
      until = from;
      if (scan.header != null) {
        Neighbourhood seen = neighbourhood(scan.header.offset());
        if (seen.highest <= least) {
          return Optional.of(scan.header);
        }
        least = seen.highest;
        until = scan.header.offset();
      }
      window = Math.min(LARGEST_WINDOW, window * 4);
    }
    return Optional.empty();
  }

  private Neighbourhood neighbourhood(long at) {
    Neighbourhood seen = new Neighbourhood(at);
    cursor.forEach(stream, log, Math.max(begin, at - LOOK_BACK), at + 1, seen::see);
    return seen;
  }

  /** A record that may be a header, and the highest session that wrote media just before it. */
  private static final class Neighbourhood {
    private final long at;
    private long highest;
    private @Nullable LoggedRecord header;

    Neighbourhood(long at) {
      this.at = at;
    }

    void see(LoggedRecord record) {
      if (record.offset() == at) {
        header = record;
      } else {
        highest = Math.max(highest, mediaSession(record.record()));
      }
    }
  }

  /** The last header of a window that belongs to the highest session seen so far. */
  private static final class Scan {
    private long highest;
    private @Nullable LoggedRecord header;

    Scan(long least) {
      this.highest = least;
    }

    void see(LoggedRecord record) {
      long session = mediaSession(record.record());
      if (session > highest) {
        highest = session;
        header = null;
      }
      if (session == highest && record.record() instanceof LogRecord.Header) {
        header = record;
      }
    }
  }

  /** The session of a header or part; -1 for records that say nothing about who streams. */
  private static long mediaSession(LogRecord record) {
    if (record instanceof LogRecord.Part part) {
      return part.session();
    }
    return record instanceof LogRecord.Header header ? header.session() : -1;
  }
}
