package io.framelog.edge.hls;

import io.framelog.log.LogId;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.RecordSequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a log as segments, built record by record from any header on. It depends only on
 * the records of a chunk: not on a clock, on the control plane, or on where the index began.
 *
 * <pre>
 *   header ─▶ kept ── part ─▶ segment opens ── part … part ──▶ HLS parts close ─┐
 *              └─ end, gap: dropped                                             │
 *                          complete ◀── end of its session, gap, or the next header's first part
 * </pre>
 *
 * A segment is complete when the next one's first part arrives, not its header: the part contains
 * the time at which the next segment begins, and so this one's exact duration. Not thread-safe.
 */
final class SegmentIndex {
  /** Notified of media as its boundaries become known. */
  interface Listener {
    void partClosed(Segment segment, PartCutter.Cut part);

    /** The segment is complete. */
    void completed(Segment segment);
  }

  private static final long NOT_ENDED = -1;

  private static final Listener NOBODY =
      new Listener() {
        @Override
        public void partClosed(Segment segment, PartCutter.Cut part) {
          // durations are enough
        }

        @Override
        public void completed(Segment segment) {
          // durations are enough
        }
      };

  private final LogId log;
  private final long partTargetUs;
  private final Listener listener;
  private final RecordSequence sequence;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private @Nullable PartCutter cutter;
  private @Nullable LoggedRecord held;
  private long session = -1;
  private boolean claimed;
  private long newestHeaderMs = Long.MIN_VALUE;
  private long endedAtMs = NOT_ENDED;

  SegmentIndex(LogId log, long partTargetUs) {
    this(log, partTargetUs, NOBODY);
  }

  /**
   * @param partTargetUs longest duration of an HLS part, µs
   */
  SegmentIndex(LogId log, long partTargetUs, Listener listener) {
    this(log, partTargetUs, listener, new RecordSequence());
  }

  /**
   * @param sequence applies the reading rules; must not have read a record yet
   */
  SegmentIndex(LogId log, long partTargetUs, Listener listener, RecordSequence sequence) {
    this.sequence = sequence;
    this.log = log;
    this.partTargetUs = partTargetUs;
    this.listener = listener;
  }

  LogId log() {
    return log;
  }

  /** Takes the next record of the log. */
  void accept(LoggedRecord logged) {
    switch (sequence.next(logged)) {
      case ACCEPT, ACCEPT_AFTER_GAP -> use(logged);
      case GAP -> complete();
      case WAITING, ZOMBIE, REPEATED -> {
        // not part of a segment
      }
    }
  }

  private void use(LoggedRecord logged) {
    if (logged.record() instanceof LogRecord.Header header) {
      if (!isFollowedBy(header)) {
        complete();
      }
      held = logged;
      newestHeaderMs = Math.max(newestHeaderMs, logged.timestampMs());
      session = header.session();
      claimed = false;
      endedAtMs = NOT_ENDED;
    } else if (logged.record() instanceof LogRecord.Part part) {
      add(part);
    } else if (logged.record() instanceof LogRecord.Claim) {
      claimed = true;
    } else if (logged.record() instanceof LogRecord.End end) {
      ended(end, logged.timestampMs());
    }
  }

  /**
   * A claim that took no effect, or was abandoned before its first header, ends no other session.
   */
  private void ended(LogRecord.End end, long atMs) {
    boolean ofHeader = end.session() == session;
    if (!ofHeader) {
      claimed = false;
    }
    boolean ofSuccessor = !end.isRefusal() && (endedAtMs != NOT_ENDED || sequence.isOver(session));
    if (ofHeader || ofSuccessor) {
      complete();
      endedAtMs = atMs;
    }
  }

  private boolean isFollowedBy(LogRecord.Header header) {
    Segment newest = segments.peekLast();
    return newest != null && !newest.isComplete() && header.chunk() == newest.chunk() + 1;
  }

  private void add(LogRecord.Part part) {
    LoggedRecord opening = held;
    if (opening != null && opening.record() instanceof LogRecord.Header header) {
      if (cutter != null) {
        cutter.finishAt(PartCutter.startUs(part));
      }
      complete();
      open(opening, header);
    }
    if (cutter != null) {
      cutter.add(part);
    }
  }

  private void open(LoggedRecord logged, LogRecord.Header header) {
    Segment segment = new Segment(log, logged, header);
    segments.add(segment);
    cutter = new PartCutter(partTargetUs, segment.isMixed(), part -> closed(segment, part));
  }

  private void closed(Segment segment, PartCutter.Cut part) {
    segment.add(
        part.durationUs(), part.durationUs() > partTargetUs, SegmentMedia.bytesOf(part.data()));
    listener.partClosed(segment, part);
  }

  private void complete() {
    held = null;
    PartCutter open = cutter;
    if (open == null) {
      return;
    }
    open.finish();
    cutter = null;
    Segment segment = segments.getLast();
    segment.complete();
    listener.completed(segment);
  }

  /** Timestamp of the newest header, ms since 1970; its chunk may have no part yet. */
  long newestHeaderMs() {
    return newestHeaderMs;
  }

  /** Timestamp of the last session's end, ms since 1970; empty while a session has the stream. */
  OptionalLong endedAtMs() {
    return claimed || endedAtMs == NOT_ENDED ? OptionalLong.empty() : OptionalLong.of(endedAtMs);
  }

  /** The segments, oldest first; the last one may have no part yet. */
  List<Segment> segments() {
    return Collections.unmodifiableList(new ArrayList<>(segments));
  }

  /** The segment with its header at an offset. */
  Optional<Segment> at(long offset) {
    return segments.stream().filter(s -> s.position().offset() == offset).findFirst();
  }

  Optional<Segment> newest() {
    return Optional.ofNullable(segments.peekLast());
  }

  /**
   * Drops all segments before the given one, except the two directly before it: whether the
   * previous one is listed depends on its target duration, which may be that of the one before it
   * ({@link TargetDurations}).
   */
  void forgetBefore(Segment first) {
    while (segments.size() > 2 && isThirdBefore(first)) {
      segments.removeFirst();
    }
  }

  private boolean isThirdBefore(Segment first) {
    var oldest = segments.iterator();
    oldest.next();
    oldest.next();
    return oldest.next().position().offset() < first.position().offset();
  }
}
