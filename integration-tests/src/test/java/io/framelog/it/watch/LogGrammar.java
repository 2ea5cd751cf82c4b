package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks every record of a log against the wire format.
 *
 * <pre>
 * log     := session*
 * session := claim chunk* end?
 * chunk   := header part+         (an interrupted session may end with a header)
 * </pre>
 */
public final class LogGrammar {
  private long session = -1;
  private long chunk = -1;
  private long disc = -1;
  private int part;
  private int sinceHeader;
  private long reachUs;
  private boolean inChunk;
  private boolean clocksDiffer;
  private boolean chunksMayRepeat;
  private long timestamp;
  private int headers;
  private int parts;

  private LogGrammar() {}

  /** Numbers of records. */
  public record Counts(int headers, int parts) {}

  /** Checks a log from its beginning. */
  public static Counts assertWhole(String stream, List<LogDump.Entry> log) {
    assertThat(log).as("records").isNotEmpty();
    assertThat(log.get(0).kind()).as("first record").isEqualTo("claim");
    return new LogGrammar().check(stream, log);
  }

  /** Checks a log whose first records retention has removed, from the first header on. */
  public static Counts assertFromFirstHeader(String stream, List<LogDump.Entry> log) {
    int first = 0;
    while (!log.get(first).kind().equals("header")) {
      first++;
    }
    LogGrammar grammar = new LogGrammar();
    grammar.session = log.get(first).number("session");
    return grammar.check(stream, log.subList(first, log.size()));
  }

  /**
   * Checks a log in which sessions took over from each other. Each session is valid, but chunk
   * numbers may repeat, because a later claimant could not read the earlier one's last records.
   */
  public static void assertSessionsInTurn(String stream, List<LogDump.Entry> log) {
    LogGrammar grammar = new LogGrammar();
    grammar.chunksMayRepeat = true;
    grammar.check(stream, log);
  }

  /**
   * Checks a log without late writes of ended sessions, as readers use it: sessions do not
   * interleave, and no chunk number repeats.
   */
  public static void assertOneOwnerAtATime(String stream, List<LogDump.Entry> log) {
    long lowest = -1;
    List<LogDump.Entry> accepted = new ArrayList<>();
    for (LogDump.Entry entry : log) {
      boolean claim = entry.kind().equals("claim");
      if (claim) {
        lowest = Math.max(lowest, entry.number("fence"));
      }
      long session = claim ? entry.offset() : entry.number("session");
      if (session >= lowest && !refused(log).contains(session)) {
        accepted.add(entry);
      }
    }
    LogGrammar grammar = new LogGrammar();
    grammar.clocksDiffer = true;
    grammar.check(stream, accepted);
  }

  /** Sessions whose claim had no effect, because another one's was first. */
  public static Set<Long> refused(List<LogDump.Entry> log) {
    return log.stream()
        .filter(entry -> entry.kind().equals("end"))
        .filter(entry -> "refused".equals(entry.headers().get("reason")))
        .map(entry -> entry.number("session"))
        .collect(Collectors.toSet());
  }

  private Counts check(String stream, List<LogDump.Entry> log) {
    for (LogDump.Entry entry : log) {
      assertThat(entry.key()).as("key at %d", entry.offset()).isEqualTo(stream);
      assertThat(entry.headers()).as("headers at %d", entry.offset()).containsEntry("v", "1");
      if (entry.kind().equals("claim") && (chunksMayRepeat || clocksDiffer)) {
        // Two nodes that append at the same time have created their timestamps before.
        timestamp = 0;
      }
      assertThat(entry.timestamp())
          .as("timestamp at %d", entry.offset())
          .isGreaterThanOrEqualTo(timestamp);
      timestamp = entry.timestamp();
      switch (entry.kind()) {
        case "claim" -> claim(entry);
        case "header" -> header(entry);
        case "part" -> part(entry);
        case "end" -> end(entry);
        default -> throw new AssertionError("kind " + entry.kind() + " at " + entry.offset());
      }
    }
    return new Counts(headers, parts);
  }

  private void claim(LogDump.Entry entry) {
    assertThat(entry.value().remaining()).as("value of a claim").isZero();
    assertThat(entry.headers().get("owner")).as("owner").isNotBlank();
    session = entry.offset();
    inChunk = false;
  }

  private void header(LogDump.Entry entry) {
    headers++;
    assertThat(entry.number("session")).as("session at %d", entry.offset()).isEqualTo(session);
    if (chunk >= 0 && !chunksMayRepeat) {
      assertThat(entry.number("chunk")).as("chunk at %d", entry.offset()).isEqualTo(chunk + 1);
      assertThat(entry.number("disc"))
          .as("disc at %d", entry.offset())
          .isGreaterThanOrEqualTo(disc);
    }
    chunk = entry.number("chunk");
    disc = entry.number("disc");
    assertThat(entry.headers().get("mime")).as("mime").contains("codecs=");
    assertThat(entry.headers().get("tracks")).as("tracks").startsWith("[{");
    assertThat(entry.number("wall-clock"))
        .as("wall clock")
        .isBetween(entry.timestamp() - 60_000, entry.timestamp() + 1_000);
    assertThat(entry.number("spacing-ms")).as("spacing").isBetween(0L, 5_000L);
    assertThat(entry.value().remaining()).as("init segment").isPositive();
    inChunk = true;
    part = 0;
    sinceHeader = 0;
  }

  private void part(LogDump.Entry entry) {
    parts++;
    sinceHeader++;
    assertThat(inChunk).as("a header precedes the part at %d", entry.offset()).isTrue();
    assertThat(entry.number("session")).as("session at %d", entry.offset()).isEqualTo(session);
    assertThat(entry.number("chunk")).as("chunk at %d", entry.offset()).isEqualTo(chunk);
    assertThat(entry.number("part")).as("part at %d", entry.offset()).isEqualTo(part);
    assertThat(entry.number("back")).as("back at %d", entry.offset()).isEqualTo(sinceHeader);
    assertThat(entry.number("duration-us")).as("duration at %d", entry.offset()).isPositive();
    assertThat(entry.number("pts-us")).as("pts at %d", entry.offset()).isNotNegative();
    assertThat(entry.number("reach-us"))
        .as("reach at %d", entry.offset())
        .isGreaterThanOrEqualTo(part == 0 ? 1 : reachUs);
    reachUs = entry.number("reach-us");
    assertThat(entry.value().remaining()).as("appendable bytes").isPositive();
    part++;
  }

  private void end(LogDump.Entry entry) {
    assertThat(entry.number("session")).as("session at %d", entry.offset()).isEqualTo(session);
    assertThat(entry.headers().get("reason")).as("reason").isNotBlank();
    if (inChunk) {
      assertThat(entry.number("back")).as("back at %d", entry.offset()).isEqualTo(sinceHeader + 1);
    }
    inChunk = false;
  }
}
