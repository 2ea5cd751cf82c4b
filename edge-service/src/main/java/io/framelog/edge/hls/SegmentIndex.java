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
 * The chunks of a log as segments, read record by record from any header on. What it knows of a
 * chunk follows from the records alone: no clock, no control plane, not when it began.
 *
 * <pre>
 *   header ─▶ held ── part ─▶ segment opens ── part … part ──▶ HLS parts close ─┐
 *              └─ end, hole: forgotten                                          │
 *                          complete ◀── end of its session, hole, or the next header's first part
 * </pre>
 *
 * A segment is complete with the next one's first part rather than with its header, because that
 * says where the next one begins, and so how long the segment really is. Not thread-safe.
 */
final class SegmentIndex {
  /** Told of media as its boundaries become known. */
  interface Listener {
    void partClosed(Segment segment, PartCutter.Cut part);

    /** Nothing more belongs to the segment. */
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
   * @param partTargetUs the longest HLS part, µs
   */
  SegmentIndex(LogId log, long partTargetUs, Listener listener) {
    this(log, partTargetUs, listener, new RecordSequence());
  }

  /**
   * @param sequence what judges the records; nothing was read yet
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
        // nothing that belongs to a segment
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

  /** A claim that took no effect, or was given up before its first header, ends none but itself. */
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

  /** When the newest header was written, ms since 1970; its chunk may have no part yet. */
  long newestHeaderMs() {
    return newestHeaderMs;
  }

  /**
   * When the last session's end was written, ms since 1970; empty while somebody has the stream.
   */
  OptionalLong endedAtMs() {
    return claimed || endedAtMs == NOT_ENDED ? OptionalLong.empty() : OptionalLong.of(endedAtMs);
  }

  /** Oldest first; the last one may have no part yet. */
  List<Segment> segments() {
    return Collections.unmodifiableList(new ArrayList<>(segments));
  }

  /** The segment whose header is there. */
  Optional<Segment> at(long offset) {
    return segments.stream().filter(s -> s.position().offset() == offset).findFirst();
  }

  Optional<Segment> newest() {
    return Optional.ofNullable(segments.peekLast());
  }

  /**
   * Forgets all that is older than a segment, but the two before it: whether the one before is
   * listed depends on its target duration, which may be that of the one before that ({@link
   * TargetDurations}).
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
