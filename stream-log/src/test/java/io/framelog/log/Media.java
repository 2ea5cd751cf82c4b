package io.framelog.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes headers and parts of a stream at 25 frames a second. */
final class Media {
  static final long FRAME_US = 40_000;
  static final TrackInfo VIDEO =
      new TrackInfo(1, "video", "avc1.4d401e", 640, 480, 25.0, null, null, null);
  static final String MIME = "video/mp4; codecs=\"avc1.4d401e\"";

  private Media() {}

  static LogRecord.Header header(long session, long chunk, int disc) {
    return new LogRecord.Header(
        session, chunk, disc, MIME, List.of(VIDEO), 1_764_000_000_000L, 40, bytes("init" + chunk));
  }

  static LogRecord.Part part(long session, long chunk, int part, long ptsUs) {
    return new LogRecord.Part(
        session, chunk, part, part + 1, ptsUs, FRAME_US, bytes("media" + chunk + "." + part));
  }

  static LogRecord.Part part(long session, long chunk, int part, long ptsUs, int size) {
    return new LogRecord.Part(
        session, chunk, part, part + 1, ptsUs, FRAME_US, ByteBuffer.allocate(size));
  }

  /** A chunk: its header and parts. */
  static List<LogRecord> chunk(long session, long chunk, int disc, int parts, long ptsUs) {
    List<LogRecord> records = new ArrayList<>();
    records.add(header(session, chunk, disc));
    for (int i = 0; i < parts; i++) {
      records.add(part(session, chunk, i, ptsUs + i * FRAME_US));
    }
    return records;
  }

  /** Appends chunks at the session's next number. */
  static void write(SessionLog log, int chunks, int parts) {
    for (int i = 0; i < chunks; i++) {
      chunk(
              log.session(),
              log.nextChunk() + i,
              log.nextDisc(),
              parts,
              log.endUs() + (long) i * parts * FRAME_US)
          .forEach(log::append);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
