package io.framelog.ingest.source;

import org.jspecify.annotations.Nullable;

/**
 * How a publisher's connection ends.
 *
 * @param detail for people: what, where (byte offset), what was expected; empty when the reason is
 *     sufficient. Printable ASCII, at most 300 characters. Never holds a stream key.
 * @param byteOffset where in the publisher's bytes, from 0; null when it does not apply
 */
public record SourceEnd(EndReason reason, String detail, @Nullable Long byteOffset) {
  /** The end of a publisher on a page of another website. */
  public static final SourceEnd FOREIGN_PAGE =
      new SourceEnd(
          EndReason.FOREIGN_ORIGIN,
          "pages of this origin may not publish here, see framelog.ingest.origins");

  private static final int MAX_DETAIL = 300;

  /** Restricts the detail to what a record header and a log line can contain. */
  public SourceEnd {
    String ascii = detail.replaceAll("[^\\x20-\\x7e]", "?");
    detail = ascii.length() <= MAX_DETAIL ? ascii : ascii.substring(0, MAX_DETAIL);
  }

  /** An end without a byte offset. */
  public SourceEnd(EndReason reason, String detail) {
    this(reason, detail, null);
  }

  public static SourceEnd of(EndReason reason) {
    return new SourceEnd(reason, "");
  }

  /** The detail, or the reason when there is no detail. */
  public String sentence() {
    return detail.isEmpty() ? reason.wireName() : detail;
  }

  /** The reason and the detail in one line, as in the end record and the HTTP answer. */
  public String text() {
    return detail.isEmpty() ? reason.wireName() : reason.wireName() + ": " + detail;
  }
}
