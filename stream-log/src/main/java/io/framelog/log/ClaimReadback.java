package io.framelog.log;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a claimant finds between the newest chunk and its own claim: where the stream goes on, and
 * who holds it.
 *
 * @param nextChunk number of the next chunk
 * @param nextDisc {@code disc} of the next header
 * @param endUs largest presentation time plus duration, µs
 * @param holder owner of the session that has not ended; {@code unknown} when retention took its
 *     claim
 */
record ClaimReadback(long nextChunk, int nextDisc, long endUs, Optional<String> holder) {
  static final String UNKNOWN_OWNER = "unknown";

  /** Reads the log back from the claim at offset {@code claim}. */
  static ClaimReadback read(
      LogCursor cursor, StreamId stream, LogId log, long begin, long claim, String self) {
    ChunkFinder finder = new ChunkFinder(cursor, stream, log, begin);
    Optional<LoggedRecord> newest = finder.newestBefore(claim);
    Tail tail =
        new Tail(
            newest.map(LoggedRecord::record).orElse(null) instanceof LogRecord.Header h ? h : null);
    long from = newest.map(header -> header.offset() - ChunkFinder.LOOK_BACK).orElse(begin);
    cursor.forEach(stream, log, Math.max(begin, from), claim, tail::see);
    long endUs = tail.endUs;
    if (endUs < 0) {
      endUs = endOfChunksBefore(cursor, finder, stream, log, newest);
    }
    return new ClaimReadback(
        tail.nextChunk,
        tail.nextDisc,
        endUs,
        tail.holder(session -> owner(cursor, stream, log, begin, session), self));
  }

  /** A publisher may have died between a header and its first part, more than once. */
  private static long endOfChunksBefore(
      LogCursor cursor,
      ChunkFinder finder,
      StreamId stream,
      LogId log,
      Optional<LoggedRecord> newest) {
    Optional<LoggedRecord> header = newest;
    while (header.isPresent()) {
      long until = header.get().offset();
      header = finder.newestBefore(until);
      if (header.isPresent()) {
        Tail tail = new Tail(null);
        cursor.forEach(stream, log, header.get().offset(), until, tail::see);
        if (tail.endUs >= 0) {
          return tail.endUs;
        }
      }
    }
    return 0;
  }

  private static String owner(
      LogCursor cursor, StreamId stream, LogId log, long begin, long session) {
    if (session < begin) {
      return UNKNOWN_OWNER;
    }
    return cursor.one(stream, log, session).map(LoggedRecord::record).orElse(null)
            instanceof LogRecord.Claim claim
        ? claim.owner()
        : UNKNOWN_OWNER;
  }

  /** Follows claims, ends and times through the last records of a log. */
  private static final class Tail {
    private final TreeMap<Long, String> openClaims = new TreeMap<>();
    private long streaming = -1;
    private long nextChunk;
    private int nextDisc;
    private long endUs = -1;

    Tail(LogRecord.@Nullable Header newest) {
      if (newest != null) {
        streaming = newest.session();
        nextChunk = newest.chunk() + 1;
        nextDisc = newest.disc() + 1;
      }
    }

    void see(LoggedRecord logged) {
      if (logged.record() instanceof LogRecord.Part part) {
        endUs = Math.max(endUs, part.ptsUs() + part.durationUs());
      } else if (logged.record() instanceof LogRecord.Claim claim) {
        openClaims.put(logged.offset(), claim.owner());
      } else if (logged.record() instanceof LogRecord.End end) {
        openClaims.remove(end.session());
        if (end.session() == streaming) {
          streaming = -1;
        }
      }
    }

    /** The highest claim that has not ended, else the session of the newest chunk. */
    Optional<String> holder(LongFunction<String> ownerOf, String self) {
      openClaims.values().removeIf(self::equals);
      if (!openClaims.isEmpty() && openClaims.lastKey() > streaming) {
        return Optional.of(openClaims.lastEntry().getValue());
      }
      return streaming < 0 ? Optional.empty() : Optional.of(ownerOf.apply(streaming));
    }
  }
}
