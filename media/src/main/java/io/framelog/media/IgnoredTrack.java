package io.framelog.media;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A publisher's track that is ignored because Framelog cannot carry it or carries another one
 * instead. Parts of the strings come from the publisher's bytes: they are reduced to printable
 * ASCII and truncated.
 *
 * @param id the container's track number; 0 when it has none
 * @param codec the container's name of the codec, else Framelog's; at most 40 characters
 * @param language ISO 639-2 code; {@code und} when unknown
 * @param reason why it is ignored, one sentence without a full stop, at most 200 characters
 */
public record IgnoredTrack(int id, Kind kind, String codec, String language, String reason) {
  /** The reason of a track whose codec is not carried. */
  public static final String NOT_CARRIED = "Framelog does not carry this codec";

  /** Advice for a publisher that sends only such tracks. */
  public static final String EXPECTED =
      "expected one of H.264, HEVC, VP8, VP9, AV1, AAC, Opus, MP3, FLAC or Vorbis";

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{3}");
  private static final int MAX_CODEC = 40;
  private static final int MAX_REASON = 200;

  /** What a track contains, including kinds that Framelog never carries. */
  public enum Kind {
    VIDEO,
    AUDIO,
    SUBTITLE,
    DATA;

    /** In lower case, as in the log and the API. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(TrackKind kind) {
      return switch (kind) {
        case VIDEO -> VIDEO;
        case AUDIO -> AUDIO;
      };
    }
  }

  public IgnoredTrack {
    codec = printable(codec.isBlank() ? "unknown" : codec.strip(), MAX_CODEC);
    reason = printable(reason, MAX_REASON);
    language = LANGUAGE.matcher(language).matches() ? language : "und";
  }

  /** A track of a codec that Framelog supports. */
  public static IgnoredTrack of(Track track, String reason) {
    return new IgnoredTrack(
        track.id(),
        Kind.of(track.kind()),
        track.codec().name().toLowerCase(Locale.ROOT),
        track.language(),
        reason);
  }

  /** A track of a codec that Framelog does not carry. */
  public static IgnoredTrack notCarried(int id, Kind kind, String codec, String language) {
    return new IgnoredTrack(id, kind, codec, language, NOT_CARRIED);
  }

  /** The same track with another reason. */
  public IgnoredTrack because(String otherReason) {
    return new IgnoredTrack(id, kind, codec, language, otherReason);
  }

  /** The same track with another codec name. */
  public IgnoredTrack named(String otherCodec) {
    return new IgnoredTrack(id, kind, otherCodec, language, reason);
  }

  private static String printable(String text, int atMost) {
    String ascii = text.replaceAll("[^\\x20-\\x7e]", "?");
    return ascii.length() <= atMost ? ascii : ascii.substring(0, atMost);
  }

  /** As in a log line: {@code audio mp2: Framelog does not carry this codec}. */
  @Override
  public String toString() {
    return kind.wireName() + " " + codec + ": " + reason;
  }
}
