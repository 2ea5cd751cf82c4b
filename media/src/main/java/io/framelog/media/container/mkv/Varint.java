package io.framelog.media.container.mkv;

/** A variable-length integer read byte by byte, RFC 8794 §4: resumable anywhere. */
final class Varint {
  private long value;
  private int length;
  private int missing;

  /** Starts a new integer. */
  void reset() {
    length = 0;
    missing = 0;
    value = 0;
  }

  /**
   * Adds the next byte.
   *
   * @param octet 0..255
   * @return whether the integer is complete
   */
  boolean accept(int octet) {
    if (length == 0) {
      // Eight leading zeros would mean nine bytes, which EBML does not allow: length() is 9 then.
      length = Integer.numberOfLeadingZeros(octet) - 23;
      missing = length - 1;
      value = octet;
      return length > 8 || missing == 0;
    }
    value = (value << 8) | octet;
    missing--;
    return missing == 0;
  }

  /** Bytes of the whole integer, 1..8, or 9 if the first byte is invalid; 0 before it. */
  int length() {
    return length;
  }

  /** All bits including the length marker: the form of an element id. */
  long withMarker() {
    return value;
  }

  /** The number without its length marker. */
  long number() {
    return value & mask();
  }

  /** Whether all bits are ones: an element of unknown size. */
  boolean isUnknown() {
    return number() == mask();
  }

  private long mask() {
    return (1L << (7 * length)) - 1;
  }
}
