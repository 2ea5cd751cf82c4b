package io.framelog.media;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A track of the publisher's that is left out, because Framelog cannot carry it or carries another
 * one in its place. The strings come from the publisher's bytes in part: they are brought to
 * printable ASCII and cut.
 *
 * @param id the container's track number; 0 when it has none
 * @param codec as the container calls it, or else as Framelog does; at most 40 characters
 * @param language ISO 639-2 code; {@code und} when unknown
 * @param reason why it is left out, one sentence without a full stop, at most 200 characters
 */
public record IgnoredTrack(int id, Kind kind, String codec, String language, String reason) {
  /** The reason of a track whose codec is not carried. */
  public static final String NOT_CARRIED = "Framelog does not carry this codec";

  /** What a publisher of none but such tracks is to send. */
  public static final String EXPECTED =
      "expected one of H.264, HEVC, VP8, VP9, AV1, AAC, Opus, MP3, FLAC or Vorbis";

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{3}");
  private static final int MAX_CODEC = 40;
  private static final int MAX_REASON = 200;

  /** What a track carries, those included that Framelog never does. */
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

  /** A track of a codec that Framelog knows. */
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

  /** The same for another reason. */
  public IgnoredTrack because(String otherReason) {
    return new IgnoredTrack(id, kind, codec, language, otherReason);
  }

  /** The same with another name of its codec. */
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
