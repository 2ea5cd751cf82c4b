package io.framelog.edge.hls;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes that a request asks for (RFC 9110 §14.1.2).
 *
 * @param first index of its first byte
 * @param last index of its last byte; less than {@code first} when the range is empty
 */
record ByteRange(long first, long last) {
  /** Numbers are limited to 18 digits, which fit a long. */
  private static final Pattern ONE_RANGE =
      Pattern.compile("bytes=(?<first>\\d{0,18})-(?<last>\\d{0,18})");

  /**
   * Reads a {@code Range} header.
   *
   * @param length of the requested content, bytes
   * @return empty when all of it must be sent: there is no header, it has several ranges or another
   *     unit, or it is not valid
   */
  static Optional<ByteRange> of(@Nullable String header, long length) {
    Matcher range = ONE_RANGE.matcher(header == null ? "" : header.strip());
    if (!range.matches()) {
      return Optional.empty();
    }
    String first = range.group("first");
    String last = range.group("last");
    if (first.isEmpty()) {
      return last.isEmpty()
          ? Optional.empty()
          : Optional.of(new ByteRange(Math.max(0, length - Long.parseLong(last)), length - 1));
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? length - 1 : Long.parseLong(last);
    if (!last.isEmpty() && to < from) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(from, Math.min(to, length - 1)));
  }

  /** Whether the range contains a byte. */
  boolean isSatisfiable() {
    return first <= last;
  }

  /** Length of the range, bytes. */
  int size() {
    return Math.toIntExact(last - first + 1);
  }
}
