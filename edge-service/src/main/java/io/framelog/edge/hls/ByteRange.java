package io.framelog.edge.hls;

import java.math.BigInteger;
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
  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(?<first>\\d*)-(?<last>\\d*)");

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

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
          : Optional.of(new ByteRange(Math.max(0, length - number(last)), length - 1));
    }
    long from = number(first);
    long to = last.isEmpty() ? length - 1 : number(last);
    if (!last.isEmpty() && to < from) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(from, Math.min(to, length - 1)));
  }

  /** A number of any length (RFC 9110 §14.1.1); beyond 64 bits it is after the end of any body. */
  private static long number(String digits) {
    return new BigInteger(digits).min(LARGEST).longValueExact();
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
