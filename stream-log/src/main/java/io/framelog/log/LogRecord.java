package io.framelog.log;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A record of a stream's log; the record headers on Kafka are in docs/3-wire-format.md.
 *
 * <p>Payload buffers are heap buffers over a whole array, owned by the record and never written to.
 */
public sealed interface LogRecord {
  /** Bytes of the record's value; 0 for claims and ends. */
  default int payloadBytes() {
    return 0;
  }

  /**
   * A publisher claims the stream; the record's offset becomes the session number.
   *
   * @param owner node id and connection; no two claimants have the same
   * @param fence sessions with a lower number are over, see {@link Fence}: the log's end when the
   *     claimant had read it; 0 in claims of earlier writers, whose sessions begin with their first
   *     header
   * @param takeovers how many times in a row the stream was taken from a session that had not ended
   */
  record Claim(String owner, long fence, int takeovers) implements LogRecord {
    /** A claim as earlier writers wrote it. */
    public Claim(String owner) {
      this(owner, 0, 0);
    }
  }

  /**
   * Opens a chunk.
   *
   * @param session number of the session, the offset of its claim
   * @param chunk number over the stream's life
   * @param disc number of changes of session or init segment so far
   * @param mime full MIME type with codecs
   * @param ignoredTracks the publisher's tracks that are omitted, as far as known when the chunk
   *     begins
   * @param wallClockMs wall-clock time of the chunk's first sample, ms since 1970
   * @param spacingMs longest recent time between two arrivals of media, ms; 0 if unknown
   * @param targetS the session's target duration when the chunk begins, seconds: no chunk before
   *     was longer by more than 0.4 s; 0 in the session's first header, {@link #NOT_SAID} in those
   *     of earlier writers
   * @param init the init segment
   */
  record Header(
      long session,
      long chunk,
      int disc,
      String mime,
      List<TrackInfo> tracks,
      List<IgnoredTrackInfo> ignoredTracks,
      long wallClockMs,
      long spacingMs,
      int targetS,
      ByteBuffer init)
      implements LogRecord {
    /** Value of {@code targetS} in headers of earlier writers. */
    public static final int NOT_SAID = -1;

    public Header {
      tracks = List.copyOf(tracks);
      ignoredTracks = List.copyOf(ignoredTracks);
    }

    /** A header as earlier writers wrote it. */
    public Header(
        long session,
        long chunk,
        int disc,
        String mime,
        List<TrackInfo> tracks,
        long wallClockMs,
        long spacingMs,
        ByteBuffer init) {
      this(session, chunk, disc, mime, tracks, List.of(), wallClockMs, spacingMs, NOT_SAID, init);
    }

    @Override
    public int payloadBytes() {
      return init.remaining();
    }
  }

  /**
   * Media bytes that can be appended to those of the part before.
   *
   * @param part index in the chunk, from 0
   * @param back records back to the chunk's header; a hint, verified by the reader
   * @param ptsUs µs on the stream's timeline
   * @param durationUs µs
   * @param reachUs the decode time at which the last sample of the first track (video if there is
   *     one) ends, as far as known when the part is made, µs on the stream's timeline; the value of
   *     the part before if this one has no such sample
   */
  record Part(
      long session,
      long chunk,
      int part,
      int back,
      long ptsUs,
      long durationUs,
      long reachUs,
      ByteBuffer data)
      implements LogRecord {
    /** A part of one track without reordering. */
    public Part(
        long session,
        long chunk,
        int part,
        int back,
        long ptsUs,
        long durationUs,
        ByteBuffer data) {
      this(session, chunk, part, back, ptsUs, durationUs, ptsUs + durationUs, data);
    }

    @Override
    public int payloadBytes() {
      return data.remaining();
    }
  }

  /**
   * The session is over.
   *
   * @param back records back to the last chunk's header; 0 when the session wrote none
   * @param reason why the publisher ended, for people and metrics
   */
  record End(long session, int back, String reason) implements LogRecord {
    static final String REFUSED = "refused";

    /** Whether its session is only a claim that took no effect. */
    public boolean isRefusal() {
      return reason.equals(REFUSED);
    }
  }
}
