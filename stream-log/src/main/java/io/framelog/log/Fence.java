package io.framelog.log;

/**
 * The rule that decides which records of a log count. Every reader and every claimant applies it to
 * the records in offset order. It uses neither a clock nor Kafka.
 *
 * <pre>
 *   claim at C with fence F    sessions below F are over: their records after C are late
 *   header, part of session S  sessions below S are over
 *   header, part, end of S     counts if S is not over
 * </pre>
 *
 * <p>A claimant reads the log to its end F, then appends its claim, which Kafka places at some C ≥
 * F. If no other claim took effect in {@code [F, C)}, the claimant has the stream and C is its
 * session. If one did, that one has the stream, and its session is F or higher. In both cases every
 * session below F is over from C on, so a reader need not distinguish them.
 *
 * <p>A reader that starts at a header that counts ({@link #behind}) gets the same results as one
 * that has read the whole log. A reader that starts where retention has cut the log ({@link
 * #fromCut}) does not know the records before: it accepts a session only if the session's writer
 * knew at or after the cut that it had the stream. Not thread-safe.
 */
final class Fence {
  private static final long NOBODY = -1;

  private final long cut;
  private long lowest;
  private long writing;

  private Fence(long cut, long lowest, long writing) {
    this.cut = cut;
    this.lowest = lowest;
    this.writing = writing;
  }

  /** Starts at a record of a session that has the stream there. */
  static Fence behind(long session) {
    return new Fence(0, session, session);
  }

  /**
   * Starts at any offset, without knowing the records before it.
   *
   * @param offset of the first record that is read
   */
  static Fence fromCut(long offset) {
    return new Fence(offset, 0, NOBODY);
  }

  /** Applies the rule to the next record and returns whether it counts. */
  boolean admits(LoggedRecord logged) {
    return admits(logged.record(), logged.held());
  }

  /**
   * Applies the rule to the next record and returns whether it counts.
   *
   * @param held see {@link LoggedRecord#held()}
   */
  boolean admits(LogRecord record, long held) {
    if (record instanceof LogRecord.Claim claim) {
      lowest = Math.max(lowest, claim.fence());
      return true;
    }
    long session = sessionOf(record);
    if (session < lowest || !isProven(session, held)) {
      return false;
    }
    if (!(record instanceof LogRecord.End)) {
      lowest = session;
      writing = session;
    }
    return true;
  }

  private boolean isProven(long session, long held) {
    return session == writing || held == LoggedRecord.NOT_SAID || held >= cut - 1;
  }

  /** Sessions with a lower number are over. */
  long lowest() {
    return lowest;
  }

  /** The session that a record belongs to; -1 for a claim. */
  static long sessionOf(LogRecord record) {
    if (record instanceof LogRecord.Part part) {
      return part.session();
    }
    if (record instanceof LogRecord.Header header) {
      return header.session();
    }
    return record instanceof LogRecord.End end ? end.session() : NOBODY;
  }
}
