package io.framelog.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log, read by a claimant from the newest chunk on: the numbers at which the stream
 * continues, and the session that has it. Not thread-safe.
 *
 * <pre>
 *   NOBODY ── claim that took effect, header or part that counts ──▶ HELD(session)
 *                 ▲                                                    │ end of that session
 *                 └──────────────── ENDED(session) ◀───────────────────┘
 * </pre>
 */
final class LogTail {
  static final String UNKNOWN_OWNER = "unknown";

  private static final long NOBODY = -1;

  private final LogPieces log;
  private final long begin;
  private final Fence fence;
  private long next;
  private long timestampMs;

  private long session = NOBODY;
  private boolean ended;
  private LogRecord.@Nullable Claim claim;
  private long claimedAtMs;
  private @Nullable String owner;

  private LogRecord.@Nullable Header newest;
  private long endUs;

  private LogTail(LogPieces log, long begin, Fence fence, long next, long endUs) {
    this.log = log;
    this.begin = begin;
    this.fence = fence;
    this.next = next;
    this.endUs = endUs;
  }

  /**
   * Reads the end of a log.
   *
   * @param begin the log's first offset
   * @param end one past its last record
   */
  static LogTail read(LogPieces log, long begin, long end) {
    ChunkFinder finder = new ChunkFinder(log, begin);
    Optional<LoggedRecord> newest = finder.newestBefore(end);
    LogTail tail =
        newest
            .map(header -> at(log, begin, header, endBefore(log, finder, header)))
            .orElseGet(() -> new LogTail(log, begin, Fence.fromCut(begin), begin, 0));
    tail.readTo(end);
    return tail;
  }

  private static LogTail at(LogPieces log, long begin, LoggedRecord header, long endUs) {
    Fence fence = Fence.behind(Fence.sessionOf(header.record()));
    return new LogTail(log, begin, fence, header.offset(), endUs);
  }

  /**
   * The presentation time at which the chunks before end. A publisher may have died between a
   * header and its first part, more than once, so the newest chunks may have no parts.
   */
  private static long endBefore(LogPieces log, ChunkFinder finder, LoggedRecord newest) {
    Optional<LoggedRecord> header = Optional.of(newest);
    while (header.isPresent()) {
      long until = header.get().offset();
      header = finder.newestBefore(until);
      if (header.isPresent()) {
        LogTail chunk = at(log, until, header.get(), 0);
        chunk.readTo(until);
        if (chunk.endUs > 0) {
          return chunk.endUs;
        }
      }
    }
    return 0;
  }

  /** Reads the records up to an offset. */
  void readTo(long end) {
    log.forEach(next, end, this::see);
    next = Math.max(next, end);
  }

  private void see(LoggedRecord logged) {
    timestampMs = Math.max(timestampMs, logged.timestampMs());
    if (!fence.admits(logged)) {
      return;
    }
    LogRecord record = logged.record();
    if (record instanceof LogRecord.Claim made) {
      if (session < made.fence() || session == NOBODY) {
        isHeldBy(logged.offset());
        claim = made;
        claimedAtMs = logged.timestampMs();
        owner = made.owner();
      }
    } else if (record instanceof LogRecord.End end) {
      ended |= end.session() == session;
    } else {
      isHeldBy(Fence.sessionOf(record));
      media(logged);
    }
  }

  private void isHeldBy(long holder) {
    if (holder != session) {
      session = holder;
      ended = false;
      claim = null;
      owner = null;
    }
  }

  private void media(LoggedRecord logged) {
    if (logged.record() instanceof LogRecord.Header header) {
      newest = header;
      owner = logged.owner() == null ? owner : logged.owner();
    } else if (logged.record() instanceof LogRecord.Part part) {
      endUs = Math.max(endUs, part.ptsUs() + part.durationUs());
    }
  }

  /** One past the last record read. */
  long next() {
    return next;
  }

  /** Highest timestamp seen, ms since 1970. */
  long timestampMs() {
    return timestampMs;
  }

  /** Whether a claim took effect at or after an offset. */
  boolean isClaimedSince(long offset) {
    return session >= offset;
  }

  /**
   * Another claimant's session that has the stream; empty when the last session has ended, was the
   * claimant's own, or there was none.
   */
  Optional<Holder> holderBesides(String claimant) {
    return holder().filter(holder -> !holder.owner().equals(claimant));
  }

  private Optional<Holder> holder() {
    if (session == NOBODY || ended) {
      return Optional.empty();
    }
    if (claim == null && session >= begin) {
      log.one(session).ifPresent(this::remember);
    }
    LogRecord.Claim known = claim;
    return Optional.of(
        new Holder(
            session,
            owner == null ? UNKNOWN_OWNER : owner,
            known == null ? 0 : claimedAtMs,
            known == null ? 0 : known.takeovers()));
  }

  private void remember(LoggedRecord logged) {
    if (logged.record() instanceof LogRecord.Claim made) {
      claim = made;
      claimedAtMs = logged.timestampMs();
      owner = made.owner();
    }
  }

  /**
   * The numbers at which a session continues the stream. When retention has removed all headers,
   * the used numbers are unknown; the claim's offset is higher than all of them, because each is
   * lower than its header's offset.
   */
  ClaimReadback readback(long claimedAt) {
    LogRecord.Header header = newest;
    if (header != null) {
      return new ClaimReadback(header.chunk() + 1, header.disc() + 1, endUs);
    }
    return begin == 0
        ? new ClaimReadback(0, 0, endUs)
        : new ClaimReadback(claimedAt, (int) (claimedAt % Integer.MAX_VALUE), endUs);
  }
}
