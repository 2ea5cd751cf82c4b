package io.framelog.ingest.session;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.controlplane.HlsLimit;
import io.framelog.log.LogRecord;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the chunks of one session as they are appended: the keyframe interval, the drift between
 * media time and wall clock, and whether a GOP exceeds what is kept for viewers who join. One
 * thread.
 */
final class GopWatch {
  private static final long NONE = Long.MIN_VALUE;

  private static final String ADVICE_FOR_HLS =
      "keyframes are more than "
          + HlsLimit.TARGET_DURATION_S
          + " s apart, so that the stream is not offered over HLS: send one every few seconds, -g"
          + " with twice the frame rate, or in OBS Output Mode Advanced, Keyframe Interval 2 s";

  private final ChunkLimit limit;
  private final String adviceForJoining;
  private final StreamMeter meter;
  private final Set<String> given = new LinkedHashSet<>();
  private long sessionPtsUs = NONE;
  private long sessionWallMs;
  private long chunkPtsUs = NONE;

  /**
   * Decode time at which the chunk's video begins, µs; that of the audio when there is no video.
   * HLS durations are measured from it, because audio may be ahead of the video by a frame's
   * duration.
   */
  private long chunkStartUs;

  private long bytes;
  private boolean tooLong;
  private boolean forHls;

  GopWatch(ChunkLimit limit, StreamMeter meter) {
    this.limit = limit;
    this.adviceForJoining = adviceForJoining(limit);
    this.meter = meter;
  }

  /**
   * A header is appended. HLS carries only MP4, so only MP4 is checked against the limit of HLS.
   */
  void header(LogRecord.Header header) {
    forHls = header.mime().startsWith("video/mp4") || header.mime().startsWith("audio/mp4");
  }

  /**
   * A part is appended.
   *
   * @param wallClockMs now, ms since 1970
   * @return all advice for the encoder so far, when this part adds to it; otherwise empty
   */
  Optional<String> part(LogRecord.Part part, long wallClockMs) {
    if (part.part() == 0) {
      chunkStarts(part.ptsUs(), wallClockMs);
      chunkStartUs = part.reachUs() - part.durationUs();
    }
    bytes += part.data().remaining();
    long lengthUs = part.ptsUs() + part.durationUs() - chunkPtsUs;
    boolean isNew = false;
    if (forHls && part.reachUs() - chunkStartUs > HlsLimit.MAX_CHUNK_US) {
      isNew = given.add(ADVICE_FOR_HLS);
    }
    if (!tooLong && (bytes > limit.bytes() || lengthUs > limit.durationUs())) {
      tooLong = true;
      meter.longGop();
      isNew |= given.add(adviceForJoining);
    }
    return isNew ? Optional.of(String.join("; ", given)) : Optional.empty();
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

  private static String adviceForJoining(ChunkLimit limit) {
    return String.format(
        Locale.ROOT,
        "keyframes are more than %.1f s or %d bytes apart, so that viewers who join wait for the"
            + " next one: send one every few seconds, -g with twice the frame rate, or in OBS"
            + " Output Mode Advanced, Keyframe Interval 2 s",
        limit.durationUs() / 1e6,
        limit.bytes());
  }
}
