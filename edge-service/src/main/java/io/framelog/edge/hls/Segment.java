package io.framelog.edge.hls;

import io.framelog.controlplane.HlsLimit;
import io.framelog.log.LogId;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk as a playlist lists it, with durations but without media. Grows part by part until it is
 * complete. Not thread-safe.
 */
final class Segment {
  private final Position position;
  private final LogRecord.Header header;
  private final long timestampMs;
  private final boolean hasVideo;
  private final List<Long> partDurationsUs = new ArrayList<>();
  private long durationUs;
  private long bytes;
  private boolean longPart;
  private int partsBeforeLong;
  private boolean complete;

  /**
   * @param logged the record of the header
   */
  Segment(LogId log, LoggedRecord logged, LogRecord.Header header) {
    this.position = new Position(log, logged.offset());
    this.timestampMs = logged.timestampMs();
    this.header = header;
    this.hasVideo = header.tracks().stream().anyMatch(track -> track.kind().equals("video"));
  }

  void add(long partDurationUs, boolean exceedsTarget, long partBytes) {
    bytes += partBytes;
    if (exceedsTarget && !longPart) {
      longPart = true;
      partsBeforeLong = parts();
    }
    partDurationsUs.add(partDurationUs);
    durationUs += partDurationUs;
  }

  void complete() {
    complete = true;
  }

  /** Position of its header. */
  Position position() {
    return position;
  }

  /** Timestamp of its header, ms since 1970 by the ingest node's clock. */
  long timestampMs() {
    return timestampMs;
  }

  long session() {
    return header.session();
  }

  /** Its media sequence number. */
  long chunk() {
    return header.chunk();
  }

  /** Its discontinuity sequence number. */
  int disc() {
    return header.disc();
  }

  long wallClockMs() {
    return header.wallClockMs();
  }

  String mime() {
    return header.mime();
  }

  ByteBuffer init() {
    return header.init();
  }

  /** Number of closed parts. */
  int parts() {
    return partDurationsUs.size();
  }

  /** Duration of a closed part, µs. */
  long partDurationUs(int part) {
    return partDurationsUs.get(part);
  }

  /** Sum of the closed parts, µs. */
  long durationUs() {
    return durationUs;
  }

  /** Bytes of the closed parts. */
  long bytes() {
    return bytes;
  }

  boolean isComplete() {
    return complete;
  }

  /** {@link LogRecord.Header#targetS}. */
  int targetS() {
    return header.targetS();
  }

  /** Whether it is the first chunk of its session; false when earlier writers did not state it. */
  boolean isFirstOfSession() {
    return targetS() == 0;
  }

  boolean isMp4() {
    return mime().startsWith("video/mp4") || mime().startsWith("audio/mp4");
  }

  boolean isTooLong() {
    return durationUs > HlsLimit.MAX_CHUNK_US;
  }

  /** Whether one of its parts is longer than {@code PART-TARGET} allows. */
  boolean hasLongPart() {
    return longPart;
  }

  /**
   * How many of its parts may be listed. Of an incomplete segment these are the parts before one
   * that is too long, and before the target duration is exceeded, so that no listed part is removed
   * later. Of a complete segment these are all parts, or none if one is too long, because the
   * segment itself is listed.
   *
   * @param targetS of the playlist, seconds; 0 when not known
   */
  int listedParts(int targetS) {
    if (complete) {
      return longPart ? 0 : parts();
    }
    return Math.min(longPart ? partsBeforeLong : parts(), partsWithin(targetS));
  }

  private int partsWithin(int targetS) {
    long reachUs = 0;
    int part = 0;
    while (targetS > 0 && part < parts()) {
      reachUs += partDurationUs(part);
      if (HlsLimit.exceeds(targetS, reachUs)) {
        break;
      }
      part++;
    }
    return part;
  }

  /** Whether a playlist with this target duration lists the segment or a part of it. */
  boolean isListed(int targetS) {
    return complete ? parts() > 0 : listedParts(targetS) > 0;
  }

  /** Whether its next part may be listed, provided that the part is not too long. */
  boolean mayGoOn(int targetS) {
    return !longPart && listedParts(targetS) == parts();
  }

  /** Whether there is audio besides the video. */
  boolean isMixed() {
    return hasVideo && header.tracks().size() > 1;
  }

  /** Whether decoding can begin at a part: at a chunk's first part, and at every part of audio. */
  boolean isIndependent(int part) {
    return part == 0 || !hasVideo;
  }

  /** Whether a playlist may list the other segment directly after this one. */
  boolean isFollowedBy(Segment next) {
    return next.chunk() == chunk() + 1 && next.disc() >= disc() && parts() > 0;
  }
}
