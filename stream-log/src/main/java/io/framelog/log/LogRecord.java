package io.framelog.log;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a stream's log holds; the record headers on Kafka are in docs/3-wire-format.md.
 *
 * <p>Payload buffers are heap buffers over a whole array, owned by the record and never written to.
 */
public sealed interface LogRecord {
  /** Bytes of the record's value; 0 for claims and ends. */
  default int payloadBytes() {
    return 0;
  }

  /**
   * A publisher's hold on the stream begins; the record's offset becomes the session number.
   *
   * @param owner node id and connection; no two claimants have the same
   * @param fence sessions of a lower number are over, see {@link Fence}: where the log ended when
   *     the claimant had read it; 0 in claims of earlier writers, whose sessions begin with their
   *     first header
   * @param takeovers how often in a row the stream was taken from a session that had not ended
   */
  record Claim(String owner, long fence, int takeovers) implements LogRecord {
    /** As earlier writers made it. */
    public Claim(String owner) {
      this(owner, 0, 0);
    }
  }

  /**
   * Opens a chunk.
   *
   * @param session number of the session, the offset of its claim
   * @param chunk number over the stream's life
   * @param disc changes of session or init segment so far
   * @param mime full MIME type with codecs
   * @param ignoredTracks the publisher's tracks that are left out, as far as they are known when
   *     the chunk begins
   * @param wallClockMs wall-clock time of the chunk's first sample, ms since 1970
   * @param spacingMs longest time between two arrivals of media lately, ms; 0 when not known
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
    /** Of {@code targetS}. */
    public static final int NOT_SAID = -1;

    public Header {
      tracks = List.copyOf(tracks);
      ignoredTracks = List.copyOf(ignoredTracks);
    }

    /** As earlier writers made it. */
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
   * Appendable bytes.
   *
   * @param part index in the chunk, from 0
   * @param back records back to the chunk's header; a hint, verified by the reader
   * @param ptsUs µs on the stream's timeline
   * @param durationUs µs
   * @param reachUs how far it has brought the first track, video where there is one: where its last
   *     sample ends in decode time, as far as is known then, µs on the stream's timeline; that of
   *     the part before when it holds none
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
    /** Of one track without reordering. */
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

    /** Whether its session was only a claim that took no effect. */
    public boolean isRefusal() {
      return reason.equals(REFUSED);
    }
  }
}
