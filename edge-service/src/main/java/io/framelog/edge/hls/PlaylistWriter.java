package io.framelog.edge.hls;

import io.framelog.log.Position;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Writes a Media Playlist (draft-pantos-hls-rfc8216bis §4.4). The same content always results in
 * the same bytes.
 */
final class PlaylistWriter {
  private static final int VERSION = 9;

  /**
   * A comment (§4.1), so that no live playlist ends with a segment's URI: hls.js 1.6 would use that
   * segment also as the next one, move it back by its duration, and stall.
   */
  private static final String TO_BE_CONTINUED = "# to be continued";

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StringBuilder text = new StringBuilder(8 * 1024);
  private final String folder;
  private final HlsTiming timing;
  private final PlaylistSnapshot.Playable snapshot;

  private PlaylistWriter(String stream, HlsTiming timing, PlaylistSnapshot.Playable snapshot) {
    // URIs are relative to the playlist's, whose path has all but the last segment of the name.
    this.folder = stream.substring(stream.lastIndexOf('/') + 1) + "/";
    this.timing = timing;
    this.snapshot = snapshot;
  }

  /** The full playlist. */
  static String full(String stream, HlsTiming timing, PlaylistSnapshot.Playable snapshot) {
    return new PlaylistWriter(stream, timing, snapshot).write(0);
  }

  /** A Playlist Delta Update (§6.2.5.1); the full playlist when nothing can be skipped. */
  static String delta(String stream, HlsTiming timing, PlaylistSnapshot.Playable snapshot) {
    return new PlaylistWriter(stream, timing, snapshot).write(skippable(snapshot));
  }

  /** Number of segments at the beginning that are completely before the Skip Boundary. */
  static int skippable(PlaylistSnapshot.Playable snapshot) {
    List<Segment> segments = snapshot.segments();
    long fromEndUs = 0;
    for (int i = segments.size() - 1; i >= 0; i--) {
      fromEndUs += segments.get(i).durationUs();
      if (fromEndUs > HlsTiming.skipBoundaryUs(snapshot.targetS())) {
        return i;
      }
    }
    return 0;
  }

  private String write(int skipped) {
    head();
    List<Segment> segments = snapshot.segments();
    long[] datesMs = SegmentDates.of(segments);
    long fromEndUs = segments.stream().mapToLong(Segment::durationUs).sum();
    if (skipped > 0) {
      line("#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped);
    }
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      fromEndUs -= segment.durationUs();
      if (i >= skipped) {
        before(segment, i == 0 ? segment.disc() - 1 : segments.get(i - 1).disc(), i == 0);
        line("#EXT-X-PROGRAM-DATE-TIME:" + dateTime(datesMs[i]));
        segment(segment, fromEndUs < HlsTiming.partsListedUs(snapshot.targetS()));
      }
    }
    hint();
    if (snapshot.over()) {
      line("#EXT-X-ENDLIST");
    }
    return text.toString();
  }

  private void head() {
    line("#EXTM3U");
    line("#EXT-X-VERSION:" + VERSION);
    line("#EXT-X-TARGETDURATION:" + snapshot.targetS());
    line(
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL="
            + seconds(HlsTiming.skipBoundaryUs(snapshot.targetS()))
            + ",HOLD-BACK="
            + seconds(HlsTiming.holdBackUs(snapshot.targetS()))
            + ",PART-HOLD-BACK="
            + seconds(timing.partHoldBackUs()));
    line("#EXT-X-PART-INF:PART-TARGET=" + seconds(timing.partTargetUs()));
    line("#EXT-X-MEDIA-SEQUENCE:" + snapshot.first().chunk());
    line("#EXT-X-DISCONTINUITY-SEQUENCE:" + snapshot.first().disc());
    line("#EXT-X-INDEPENDENT-SEGMENTS");
  }

  /** Uses the log's discontinuity numbers, also when some of them were never listed. */
  private void before(Segment segment, int discBefore, boolean first) {
    if (segment.disc() == discBefore) {
      return;
    }
    for (int i = discBefore; i < segment.disc() && !first; i++) {
      line("#EXT-X-DISCONTINUITY");
    }
    line(
        "#EXT-X-MAP:URI=\""
            + folder
            + new MediaName.Init(segment.position().log(), segment.disc())
            + "\"");
  }

  private void segment(Segment segment, boolean nearEnd) {
    if (nearEnd) {
      int parts = segment.listedParts(snapshot.targetS());
      for (int part = 0; part < parts; part++) {
        line(
            "#EXT-X-PART:DURATION="
                + seconds(segment.partDurationUs(part))
                + ",URI=\""
                + part(segment.position(), part)
                + "\""
                + (segment.isIndependent(part) ? ",INDEPENDENT=YES" : ""));
      }
    }
    if (segment.isComplete()) {
      line("#EXTINF:" + seconds(segment.durationUs()) + ",");
      line(folder + new MediaName.Whole(segment.position()));
    }
  }

  private void hint() {
    Segment last = snapshot.last();
    if (!last.isComplete()) {
      if (last.mayGoOn(snapshot.targetS())) {
        hint(part(last.position(), last.parts()));
      }
    } else if (!snapshot.next().isEmpty() && !snapshot.next().get(0).hasLongPart()) {
      hint(part(snapshot.next().get(0).position(), 0));
    } else if (!snapshot.over()) {
      line(TO_BE_CONTINUED);
    }
  }

  private void hint(String uri) {
    line("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + uri + "\"");
  }

  private String part(Position header, int number) {
    return folder + new MediaName.Part(header, timing.partMs(), number);
  }

  /** Exact, so that the durations of parts add up to that of their segment. */
  private static String seconds(long us) {
    return String.format(Locale.ROOT, "%d.%06d", us / 1_000_000, us % 1_000_000);
  }

  private static String dateTime(long ms) {
    return DATE_TIME.format(Instant.ofEpochMilli(ms));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
