package io.framelog.log;

import org.jspecify.annotations.Nullable;

/**
 * The reading rules: they decide what a record means after the records before it. Every reader uses
 * them, no matter where it starts. They use neither a clock nor Kafka. Not thread-safe.
 *
 * <pre>
 *               header (any session that is not over)
 *            ┌──────────────────────────────┐
 *            ▼                              │
 *   start ▶ NO CHUNK ── header ──▶ IN CHUNK(session, chunk, next part)
 *            ▲   ▲                  │   │ ▲
 *            │   │   end (ACCEPT)   │   │ └─ part = next part: ACCEPT
 *            │   └──────────────────┘   │
 *            └──────────────────────────┘ anything else of this or a higher session: GAP,
 *                                         then WAITING until the next header
 *
 *   a header or part of this session that is not after the last one: REPEATED, changes nothing
 *   a header, part or end that does not count, by {@link Fence}: ZOMBIE, in every state, changes
 *   nothing
 *   a claim, and the end of a session that wrote no header: ACCEPT, changes nothing
 * </pre>
 *
 * <p>Invariant: the parts accepted between two accepted headers are part 0, 1, 2 … of the first
 * header's chunk, without a gap; each gap is reported by exactly one {@code GAP} or {@code
 * ACCEPT_AFTER_GAP}.
 */
public final class RecordSequence {
  /** What to do with a record. */
  public enum Verdict {
    /** In order: use it. */
    ACCEPT,
    /**
     * A header to use, but chunks before it are missing, or the session before it stopped without
     * an end: report a gap first.
     */
    ACCEPT_AFTER_GAP,
    /** Records are missing before this one: drop it and report a gap, once. */
    GAP,
    /**
     * Not usable before the next header: drop it. The gap was reported, or there was no header yet.
     */
    WAITING,
    /** A late write of a session that is over: drop it. */
    ZOMBIE,
    /** Read before: drop it. A mirror that is restarted repeats its last records. */
    REPEATED
  }

  private static final long NONE = -1;

  private @Nullable Fence fence;
  private long session = NONE;
  private long chunk = NONE;
  private int nextPart;
  private boolean inChunk;
  private boolean ended;
  private boolean gapTold;
  private boolean hole;
  private long lastOffset = NONE;

  private long gaps;
  private long zombies;
  private long repeats;
  private long waited;

  private final boolean atHeader;

  /** Starts at a header that counts, as {@link LogReader} finds it. */
  public RecordSequence() {
    this(true);
  }

  private RecordSequence(boolean atHeader) {
    this.atHeader = atHeader;
  }

  /**
   * Starts at any offset, such as the log's end: a session counts when its writer knew there, or
   * later, that it had the stream.
   */
  public static RecordSequence fromAnywhere() {
    return new RecordSequence(false);
  }

  /**
   * Applies the rules to the next record. A gap in the offsets (a record that could not be parsed
   * was left out) counts as missing records, even if the numbers of chunk and part do not show it.
   */
  public Verdict next(LoggedRecord logged) {
    if (lastOffset != NONE && logged.offset() != lastOffset + 1) {
      inChunk = false;
      hole = true;
    }
    lastOffset = logged.offset();
    return next(logged.record(), logged.held(), logged.offset());
  }

  /** Applies the rules to the next record, without its offset and {@code held}. */
  public Verdict next(LogRecord record) {
    return next(record, LoggedRecord.NOT_SAID, 0);
  }

  private Verdict next(LogRecord record, long held, long offset) {
    Fence known = fence;
    if (known == null) {
      known = atHeader ? Fence.behind(Math.max(0, Fence.sessionOf(record))) : Fence.fromCut(offset);
      fence = known;
    }
    if (!known.admits(record, held)) {
      return zombie();
    }
    if (record instanceof LogRecord.Part part) {
      return part(part);
    }
    if (record instanceof LogRecord.Header header) {
      return header(header);
    }
    if (record instanceof LogRecord.End end) {
      return end(end);
    }
    return Verdict.ACCEPT;
  }

  private Verdict header(LogRecord.Header header) {
    if (header.session() == session && header.chunk() <= chunk) {
      return repeated();
    }
    boolean missing = missingBefore(header) && !gapTold;
    session = header.session();
    chunk = header.chunk();
    nextPart = 0;
    inChunk = true;
    ended = false;
    gapTold = false;
    hole = false;
    if (missing) {
      gaps++;
      return Verdict.ACCEPT_AFTER_GAP;
    }
    return Verdict.ACCEPT;
  }

  private boolean missingBefore(LogRecord.Header header) {
    if (session == NONE) {
      return false;
    }
    if (hole) {
      return true;
    }
    return header.session() == session ? header.chunk() != chunk + 1 : !ended;
  }

  private Verdict part(LogRecord.Part part) {
    if (inChunk && part.session() == session && part.chunk() == chunk && part.part() == nextPart) {
      nextPart++;
      return Verdict.ACCEPT;
    }
    if (part.session() == session && isBehind(part)) {
      return repeated();
    }
    boolean tell = session != NONE && !gapTold;
    inChunk = false;
    gapTold = true;
    if (tell) {
      gaps++;
      return Verdict.GAP;
    }
    waited++;
    return Verdict.WAITING;
  }

  private boolean isBehind(LogRecord.Part part) {
    return part.chunk() < chunk || (part.chunk() == chunk && part.part() < nextPart);
  }

  private Verdict end(LogRecord.End end) {
    if (end.session() == session) {
      inChunk = false;
      ended = true;
    }
    return Verdict.ACCEPT;
  }

  private Verdict repeated() {
    repeats++;
    return Verdict.REPEATED;
  }

  private Verdict zombie() {
    zombies++;
    return Verdict.ZOMBIE;
  }

  /** Number of gaps. */
  public long gaps() {
    return gaps;
  }

  /** Whether the records read so far end a session, so that its further records are late. */
  public boolean isOver(long ofSession) {
    Fence known = fence;
    return known != null && ofSession < known.lowest();
  }

  /** Number of late records of sessions that were over. */
  public long zombies() {
    return zombies;
  }

  /** Number of repeated records. */
  public long repeats() {
    return repeats;
  }

  /** Number of parts dropped while waiting for a header, without the one that revealed the gap. */
  public long waited() {
    return waited;
  }
}
