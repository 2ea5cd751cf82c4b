package io.framelog.ingest.session;

import io.framelog.control.ChunkLimit;
import io.framelog.control.HlsLimit;
import io.framelog.log.LogRecord;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures the chunks of one session as they are appended: how far apart keyframes are, how media
 * time and wall clock run, and whether a GOP outgrows what is kept for those who join. One thread.
 */
final class GopWatch {
  private static final long NONE = Long.MIN_VALUE;

  private final ChunkLimit limit;
  private final StreamMeter meter;
  private long sessionPtsUs = NONE;
  private long sessionWallMs;
  private long chunkPtsUs = NONE;
  private long bytes;
  private boolean tooLong;
  private boolean told;
  private boolean toldForHls;
  private boolean forHls;

  GopWatch(ChunkLimit limit, StreamMeter meter) {
    this.limit = limit;
    this.meter = meter;
  }

  /** A header is appended. HLS takes MP4 alone, so only its keyframes are held to that. */
  void header(LogRecord.Header header) {
    forHls = header.mime().startsWith("video/mp4") || header.mime().startsWith("audio/mp4");
  }

  /**
   * A part is appended.
   *
   * @param wallClockMs now, ms since 1970
   * @return what to change at the encoder, each advice once a session
   */
  Optional<String> part(LogRecord.Part part, long wallClockMs) {
    if (part.part() == 0) {
      chunkStarts(part.ptsUs(), wallClockMs);
    }
    bytes += part.data().remaining();
    long lengthUs = part.ptsUs() + part.durationUs() - chunkPtsUs;
    if (forHls && !toldForHls && lengthUs > HlsLimit.LONGEST_CHUNK_US) {
      toldForHls = true;
      return Optional.of(adviceForHls());
    }
    if (tooLong || (bytes <= limit.bytes() && lengthUs <= limit.durationUs())) {
      return Optional.empty();
    }
    tooLong = true;
    meter.longGop();
    if (told) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(advice());
  }

  private void chunkStarts(long ptsUs, long wallClockMs) {
    if (chunkPtsUs == NONE) {
      sessionPtsUs = ptsUs;
      sessionWallMs = wallClockMs;
    } else {
      meter.keyframeAfter(ptsUs - chunkPtsUs);
      meter.drift(ptsUs - sessionPtsUs - (wallClockMs - sessionWallMs) * 1_000);
    }
    chunkPtsUs = ptsUs;
    bytes = 0;
    tooLong = false;
  }

  private static String adviceForHls() {
    return "keyframes are more than "
        + HlsLimit.TARGET_DURATION_S
        + " s apart, so that the stream is not offered over HLS: send one every few seconds, -g"
        + " with twice the frame rate";
  }

  private String advice() {
    return String.format(
        Locale.ROOT,
        "keyframes are more than %.1f s or %d bytes apart, so that viewers who join wait for the"
            + " next one: send one every few seconds, -g with twice the frame rate",
        limit.durationUs() / 1e6,
        limit.bytes());
  }
}
