package io.framelog.ingest.source;

import org.jspecify.annotations.Nullable;

/**
 * How a publisher's connection ends.
 *
 * @param detail for people: what, where (byte offset), what was expected; empty when the reason
 *     says it all. Printable ASCII, at most 300 characters. Never holds a stream key.
 * @param byteOffset where in the publisher's bytes, from 0; null when it is not about a byte
 */
public record SourceEnd(EndReason reason, String detail, @Nullable Long byteOffset) {
  /** What a publisher on another website's page is sent. */
  public static final SourceEnd FOREIGN_PAGE =
      new SourceEnd(
          EndReason.FOREIGN_ORIGIN,
          "pages of this origin may not publish here, see framelog.ingest.origins");

  private static final int MAX_DETAIL = 300;

  /** Brings the detail into the form that a record header and a log line carry. */
  public SourceEnd {
    String ascii = detail.replaceAll("[^\\x20-\\x7e]", "?");
    detail = ascii.length() <= MAX_DETAIL ? ascii : ascii.substring(0, MAX_DETAIL);
  }

  /** An end that is not about a byte. */
  public SourceEnd(EndReason reason, String detail) {
    this(reason, detail, null);
  }

  public static SourceEnd of(EndReason reason) {
    return new SourceEnd(reason, "");
  }

  /** The detail, or the reason where it says it all. */
  public String sentence() {
    return detail.isEmpty() ? reason.wireName() : detail;
  }

  /** The reason and the detail in one line, as the end record and the HTTP answer carry it. */
  public String text() {
    return detail.isEmpty() ? reason.wireName() : reason.wireName() + ": " + detail;
  }
}
