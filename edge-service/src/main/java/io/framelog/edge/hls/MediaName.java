package io.framelog.edge.hls;

import io.framelog.log.LogId;
import io.framelog.log.Position;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last path segment of a media URL. It determines the bytes, so that every edge always serves
 * the same ones:
 *
 * <pre>
 *   c0ffee01.d2.mp4           init segment of a log's discontinuity 2
 *   c0ffee01.4711.m4s         the chunk whose header is at that position
 *   c0ffee01.4711.200-3.m4s   its part 3, with parts of 200 ms
 * </pre>
 */
sealed interface MediaName {
  /** The id of the stream's log. */
  LogId log();

  /** The init segment of all chunks between two discontinuities. */
  record Init(LogId log, int disc) implements MediaName {
    @Override
    public String toString() {
      return log + ".d" + disc + ".mp4";
    }
  }

  /**
   * A whole chunk.
   *
   * @param header position of its header
   */
  record Whole(Position header) implements MediaName {
    @Override
    public LogId log() {
      return header.log();
    }

    @Override
    public String toString() {
      return header + ".m4s";
    }
  }

  /**
   * An HLS part of a chunk.
   *
   * @param header position of the chunk's header
   * @param cutMs nominal duration of the chunk's parts, ms
   * @param number from 0
   */
  record Part(Position header, long cutMs, int number) implements MediaName {
    @Override
    public LogId log() {
      return header.log();
    }

    @Override
    public String toString() {
      return header + "." + cutMs + "-" + number + ".m4s";
    }
  }

  /** Shortest nominal duration of parts, ms. */
  long MIN_CUT_MS = 50;

  /** Longest nominal duration of parts, ms. */
  long MAX_CUT_MS = 2_000;

  /** The reverse of {@code toString()}; empty when the name is not valid. */
  static Optional<MediaName> parse(String name) {
    Matcher init = Patterns.INIT.matcher(name);
    if (init.matches()) {
      return Optional.of(
          new Init(new LogId(init.group("log")), Integer.parseInt(init.group("disc"))));
    }
    Matcher media = Patterns.MEDIA.matcher(name);
    if (!media.matches()) {
      return Optional.empty();
    }
    Position header =
        new Position(new LogId(media.group("log")), Long.parseLong(media.group("offset")));
    if (media.group("cut") == null) {
      return Optional.of(new Whole(header));
    }
    long cutMs = Long.parseLong(media.group("cut"));
    return cutMs < MIN_CUT_MS || cutMs > MAX_CUT_MS
        ? Optional.empty()
        : Optional.of(new Part(header, cutMs, Integer.parseInt(media.group("number"))));
  }

  /** The syntax of names; numbers are limited to the digits that fit their type. */
  final class Patterns {
    private static final String LOG = "(?<log>[A-Za-z0-9_-]{8})";
    private static final Pattern INIT = Pattern.compile(LOG + "\\.d(?<disc>\\d{1,9})\\.mp4");
    private static final Pattern MEDIA =
        Pattern.compile(
            LOG + "\\.(?<offset>\\d{1,18})(\\.(?<cut>\\d{2,4})-(?<number>\\d{1,6}))?\\.m4s");

    private Patterns() {}
  }
}
