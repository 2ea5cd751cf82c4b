package io.framelog.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a backward scan over a log's last records: headers, and the records that decide
 * whether they count. Of successive parts of one session only the last is kept. Not thread-safe.
 */
final class Marks {
  /**
   * One record.
   *
   * @param fence sessions below this number are over after it
   * @param bytesBehind payload bytes of the records from this one on
   */
  private record Mark(long offset, long fence, boolean header, long bytesBehind) {}

  /** The records of one window, in order. */
  static final class Window {
    private final List<Mark> marks = new ArrayList<>();
    private final Map<Long, Long> held = new HashMap<>();
    private long bytes;

    void see(LoggedRecord logged) {
      LogRecord record = logged.record();
      if (record instanceof LogRecord.Claim claim) {
        marks.add(new Mark(logged.offset(), claim.fence(), false, bytes));
      } else {
        held.merge(Fence.sessionOf(record), logged.held(), Math::max);
      }
      if (record instanceof LogRecord.Header header) {
        marks.add(new Mark(logged.offset(), header.session(), true, bytes));
      } else if (record instanceof LogRecord.Part part) {
        see(new Mark(logged.offset(), part.session(), false, bytes));
      }
      bytes += record.payloadBytes();
    }

    private void see(Mark part) {
      int last = marks.size() - 1;
      if (last >= 0 && !marks.get(last).header() && marks.get(last).fence() == part.fence()) {
        marks.set(last, part);
      } else {
        marks.add(part);
      }
    }
  }

  private final long begin;
  private final Deque<Mark> marks = new ArrayDeque<>();

  /** By session: the highest offset at which it had the stream for certain. */
  private final Map<Long, Long> held = new HashMap<>();

  private long from;
  private long bytes;

  /** Starts without marks, before {@code end}. */
  Marks(long begin, long end) {
    this.begin = begin;
    this.from = end;
  }

  /** Adds the marks of the preceding records. */
  void prepend(long first, Window window) {
    from = first;
    bytes += window.bytes;
    window.held.forEach((session, offset) -> held.merge(session, offset, Math::max));
    for (int i = window.marks.size() - 1; i >= 0; i--) {
      Mark mark = window.marks.get(i);
      long behind = bytes - mark.bytesBehind();
      marks.addFirst(new Mark(mark.offset(), mark.fence(), mark.header(), behind));
    }
  }

  /** The offset of the newest header that is proven to count by the records read so far. */
  Optional<Long> newestHeader() {
    for (Iterator<Mark> each = marks.descendingIterator(); each.hasNext(); ) {
      Mark mark = each.next();
      if (mark.header()) {
        if (!isCovered(mark)) {
          return Optional.empty();
        }
        if (counts(mark)) {
          return Optional.of(mark.offset());
        }
      }
    }
    return Optional.empty();
  }

  /** Whether all records were read that could contradict a header. */
  private boolean isCovered(Mark header) {
    long known = held(header);
    return reachBegin()
        || (known == LoggedRecord.NOT_SAID
            ? bytes - header.bytesBehind() >= ChunkFinder.UNSAID_BYTES
            : from <= known + 1);
  }

  private long held(Mark header) {
    return held.getOrDefault(header.fence(), LoggedRecord.NOT_SAID);
  }

  private boolean counts(Mark header) {
    long known = held(header);
    if (known != LoggedRecord.NOT_SAID && known < begin - 1) {
      return false;
    }
    for (Mark before : marks) {
      if (before.offset() >= header.offset()) {
        break;
      }
      if (before.fence() > header.fence() && before.offset() > known) {
        return false;
      }
    }
    return true;
  }

  /** The first offset read. */
  long from() {
    return from;
  }

  boolean reachBegin() {
    return from <= begin;
  }

  /** Payload bytes read. */
  long bytes() {
    return bytes;
  }
}
