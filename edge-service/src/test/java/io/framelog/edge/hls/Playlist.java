package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a playlist strictly: the test fails if a requirement of the specification is violated. */
final class Playlist {
  private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z-]+)=(\"[^\"]*\"|[^,]*)");
  private static final BigDecimal MIN_PART = new BigDecimal("0.85");

  record Part(String uri, BigDecimal duration, boolean independent) {}

  /** A segment; the last one has no URI and duration of its own while it is incomplete. */
  record Segment(long number, long disc, String map, String dateTime, List<Part> parts) {}

  final String text;
  private final boolean regular;
  final List<Segment> segments = new ArrayList<>();
  final List<String> uris = new ArrayList<>();
  final List<BigDecimal> durations = new ArrayList<>();
  private final BigDecimal partTarget;
  final int target;
  long mediaSequence;
  long discontinuitySequence;
  int skipped;
  boolean over;
  String hint = "";

  private Playlist(String text, boolean regular) {
    this.text = text;
    this.regular = regular;
    List<String> lines = text.lines().toList();
    assertThat(text).endsWith("\n").doesNotContain("\n\n");
    assertThat(lines.get(0)).isEqualTo("#EXTM3U");
    target = Integer.parseInt(tag(lines, "#EXT-X-TARGETDURATION"));
    partTarget = new BigDecimal(attribute(tag(lines, "#EXT-X-PART-INF"), "PART-TARGET"));
    mediaSequence = Long.parseLong(tag(lines, "#EXT-X-MEDIA-SEQUENCE"));
    discontinuitySequence = Long.parseLong(tag(lines, "#EXT-X-DISCONTINUITY-SEQUENCE"));
    String control = tag(lines, "#EXT-X-SERVER-CONTROL");
    assertThat(new BigDecimal(attribute(control, "PART-HOLD-BACK")))
        .isGreaterThanOrEqualTo(partTarget.multiply(BigDecimal.valueOf(3)));
    assertThat(new BigDecimal(attribute(control, "HOLD-BACK")))
        .isGreaterThanOrEqualTo(BigDecimal.valueOf(3L * target));
    assertThat(new BigDecimal(attribute(control, "CAN-SKIP-UNTIL")))
        .isGreaterThanOrEqualTo(BigDecimal.valueOf(6L * target));
    read(lines);
  }

  static Playlist read(String text) {
    return new Playlist(text, true);
  }

  /** Parses a playlist of a stream with irregular frames, whose parts may be short anywhere. */
  static Playlist readLoosely(String text) {
    return new Playlist(text, false);
  }

  private static String tag(List<String> lines, String name) {
    List<String> found = lines.stream().filter(line -> line.startsWith(name + ":")).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0).substring(name.length() + 1);
  }

  private static String attribute(String attributes, String name) {
    Matcher each = ATTRIBUTE.matcher(attributes);
    while (each.find()) {
      if (each.group(1).equals(name)) {
        return each.group(2).replace("\"", "");
      }
    }
    throw new AssertionError("no " + name + " in " + attributes);
  }

  private void read(List<String> lines) {
    long disc = discontinuitySequence;
    String map = "";
    String dateTime = "";
    BigDecimal duration = BigDecimal.ZERO;
    List<Part> parts = new ArrayList<>();
    for (String line : lines) {
      assertThat(hint.isEmpty() || line.equals("#EXT-X-ENDLIST")).as("hint is last").isTrue();
      if (line.startsWith("#EXT-X-SKIP:")) {
        skipped = Integer.parseInt(attribute(line, "SKIPPED-SEGMENTS"));
      } else if (line.equals("#EXT-X-DISCONTINUITY")) {
        disc++;
      } else if (line.startsWith("#EXT-X-MAP:")) {
        map = attribute(line, "URI");
      } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
        dateTime = line.substring(line.indexOf(':') + 1);
      } else if (line.startsWith("#EXT-X-PART:")) {
        parts.add(part(line));
      } else if (line.startsWith("#EXTINF:")) {
        duration = new BigDecimal(line.substring(8, line.indexOf(',')));
      } else if (line.startsWith("#EXT-X-PRELOAD-HINT:")) {
        hint = attribute(line, "URI");
      } else if (line.equals("#EXT-X-ENDLIST")) {
        over = true;
      } else if (!line.startsWith("#")) {
        assertThat(duration).as("#EXTINF before %s", line).isPositive();
        close(line, duration, parts);
        segments.add(segment(disc, map, dateTime, parts));
        duration = BigDecimal.ZERO;
        parts = new ArrayList<>();
      }
    }
    if (!parts.isEmpty()) {
      assertParts(parts.subList(0, parts.size()), false);
      segments.add(segment(disc, map, dateTime, parts));
    }
  }

  private Segment segment(long disc, String map, String dateTime, List<Part> parts) {
    long number = mediaSequence + skipped + segments.size();
    return new Segment(number, disc, map, dateTime, List.copyOf(parts));
  }

  private static Part part(String line) {
    return new Part(
        attribute(line, "URI"),
        new BigDecimal(attribute(line, "DURATION")),
        line.endsWith(",INDEPENDENT=YES"));
  }

  private void close(String uri, BigDecimal duration, List<Part> parts) {
    assertThat(duration.setScale(0, java.math.RoundingMode.HALF_UP).intValue())
        .as("duration of %s", uri)
        .isLessThanOrEqualTo(target);
    if (!parts.isEmpty()) {
      assertThat(parts.stream().map(Part::duration).reduce(BigDecimal.ZERO, BigDecimal::add))
          .as("parts of %s add up", uri)
          .isEqualByComparingTo(duration);
      assertParts(parts, true);
    }
    uris.add(uri);
    durations.add(duration);
  }

  private void assertParts(List<Part> parts, boolean complete) {
    assertThat(parts.get(0).independent()).as("the first part is independent").isTrue();
    for (Part part : parts) {
      assertThat(part.duration()).isPositive().isLessThanOrEqualTo(partTarget);
    }
    // Regular frames fill a part; the last part of a segment may be short.
    for (int i = 0; i < parts.size() - (complete ? 1 : 0); i++) {
      if (regular && !parts.get(i).independent()) {
        assertThat(parts.get(i).duration())
            .as("part %d of %s", i, parts)
            .isGreaterThanOrEqualTo(partTarget.multiply(MIN_PART));
      }
    }
  }

  Segment last() {
    return segments.get(segments.size() - 1);
  }

  /** The segments that result from applying this delta update to the earlier playlist. */
  List<Segment> appliedTo(Playlist earlier) {
    int from = (int) (mediaSequence - earlier.mediaSequence);
    List<Segment> whole = new ArrayList<>(earlier.segments.subList(from, from + skipped));
    Segment before = whole.get(skipped - 1);
    long discsSkipped = before.disc() - discontinuitySequence;
    for (Segment segment : segments) {
      whole.add(
          new Segment(
              segment.number(),
              segment.disc() + discsSkipped,
              segment.map().isEmpty() ? before.map() : segment.map(),
              segment.dateTime(),
              segment.parts()));
    }
    return whole;
  }
}
