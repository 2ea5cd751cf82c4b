package io.framelog.edge.hls;

import io.framelog.controlplane.HlsLimit;
import io.framelog.log.LogId;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.TrackInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log that is built record by record. */
final class Records {
  static final LogId LOG = new LogId("c0ffee01");
  static final String MP4 = "video/mp4; codecs=\"avc1.4d401e\"";
  static final long FRAME_US = 40_000;
  static final long START_MS = 1_764_000_000_000L;

  private final List<LoggedRecord> records = new ArrayList<>();
  private String mime = MP4;
  private String kind = "video";
  private long session;
  private long chunk = -1;
  private int disc = -1;
  private int part;
  private long ptsUs;
  private long chunkStartUs;
  private boolean saysTarget;
  private int targetS = LogRecord.Header.NOT_SAID;
  private long atMs = START_MS;

  List<LoggedRecord> all() {
    return List.copyOf(records);
  }

  /** Writes the target duration in headers, as the present ingest does. */
  Records sayingTargets() {
    saysTarget = true;
    return this;
  }

  /** Begins a session of another publisher, or of the same one again. */
  Records session() {
    session = records.size();
    disc++;
    targetS = saysTarget ? 0 : LogRecord.Header.NOT_SAID;
    chunkStartUs = ptsUs;
    return add(new LogRecord.Claim("test/1"));
  }

  Records mime(String newMime) {
    mime = newMime;
    kind = newMime.startsWith("audio/") ? "audio" : "video";
    return this;
  }

  /** Opens a chunk with this many frames of 40 ms. */
  Records chunk(int frames) {
    chunk++;
    return header().frames(frames, FRAME_US);
  }

  private Records header() {
    part = 0;
    if (saysTarget && ptsUs > chunkStartUs) {
      targetS = HlsLimit.targetAfter(targetS, ptsUs - chunkStartUs);
    }
    chunkStartUs = ptsUs;
    return add(
        new LogRecord.Header(
            session,
            chunk,
            disc,
            mime,
            List.of(new TrackInfo(1, kind, "x", null, null, null, null, null, null)),
            List.of(),
            START_MS + ptsUs / 1_000,
            0,
            targetS,
            bytes("init" + disc)));
  }

  Records frames(int frames, long durationUs) {
    for (int i = 0; i < frames; i++) {
      add(
          new LogRecord.Part(
              session, chunk, part, part + 1, ptsUs, durationUs, bytes(name(chunk, part))));
      part++;
      ptsUs += durationUs;
      atMs += durationUs / 1_000;
    }
    return this;
  }

  /** A chunk that cannot be read. */
  Records lostChunk() {
    chunk++;
    return this;
  }

  /** A late record of the session before. */
  Records zombie(long ofSession) {
    return add(new LogRecord.Part(ofSession, chunk, part, part + 1, ptsUs, FRAME_US, bytes("old")));
  }

  /** A refused claim, as earlier writers wrote it. */
  Records refused() {
    long claim = records.size();
    add(new LogRecord.Claim("refused/1"));
    return add(new LogRecord.End(claim, 0, "refused"));
  }

  /** A claim of another publisher; further records of this session are late. */
  Records takenOver() {
    return add(new LogRecord.Claim("other/1", records.size(), 1));
  }

  /** A claim that takes the stream, whose publisher then disconnects without a header. */
  Records abandonedTakeover() {
    long claim = records.size();
    add(new LogRecord.Claim("other/1", claim, 1));
    return add(new LogRecord.End(claim, 0, "claim was not completed"));
  }

  Records end(String reason) {
    return add(new LogRecord.End(session, part + 1, reason));
  }

  /** A pause without records. */
  Records silence(long ms) {
    atMs += ms;
    return this;
  }

  static String name(long chunk, int part) {
    return "c" + chunk + "p" + part + ";";
  }

  private Records add(LogRecord record) {
    records.add(new LoggedRecord(records.size(), atMs, record));
    return this;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The index of an edge that has read these records. */
  static SegmentIndex index(List<LoggedRecord> log, HlsTiming timing) {
    SegmentIndex index = new SegmentIndex(LOG, timing.partTargetUs());
    log.forEach(index::accept);
    return index;
  }
}
