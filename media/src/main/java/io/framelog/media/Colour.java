package io.framelog.media;

/**
 * The colour space of a picture: code points of ISO/IEC 23091-2 (ITU-T H.273).
 *
 * @param primaries ColourPrimaries, 0..255; 2 when unspecified
 * @param transfer TransferCharacteristics, 0..255; 2 when unspecified
 * @param matrix MatrixCoefficients, 0..255; 2 when unspecified
 * @param range which sample values are used
 */
public record Colour(int primaries, int transfer, int matrix, Range range) {
  public static final int UNSPECIFIED = 2;

  /** Nothing is stated. */
  public static final Colour UNKNOWN =
      new Colour(UNSPECIFIED, UNSPECIFIED, UNSPECIFIED, Range.UNKNOWN);

  /** VideoFullRangeFlag. */
  public enum Range {
    UNKNOWN,
    /** Luma of 8 bits uses 16..235. */
    LIMITED,
    FULL;

    public static Range ofFullFlag(boolean full) {
      return full ? FULL : LIMITED;
    }
  }

  public Colour {
    if (!isCodePoint(primaries) || !isCodePoint(transfer) || !isCodePoint(matrix)) {
      throw new IllegalArgumentException(
          "colour " + primaries + "/" + transfer + "/" + matrix + ", expected each in 0..255");
    }
  }

  /** The colour that a container states; numbers outside 0..255 count as unspecified. */
  public static Colour stated(long primaries, long transfer, long matrix, Range range) {
    return new Colour(codePoint(primaries), codePoint(transfer), codePoint(matrix), range);
  }

  private static int codePoint(long value) {
    return isCodePoint(value) ? (int) value : UNSPECIFIED;
  }

  private static boolean isCodePoint(long value) {
    return value >= 0 && value <= 255;
  }

  /** This colour, with unspecified values taken from the other one. */
  public Colour or(Colour other) {
    return new Colour(
        primaries == UNSPECIFIED ? other.primaries : primaries,
        transfer == UNSPECIFIED ? other.transfer : transfer,
        matrix == UNSPECIFIED ? other.matrix : matrix,
        range == Range.UNKNOWN ? other.range : range);
  }

  /** Whether anything is stated. */
  public boolean isKnown() {
    return !equals(UNKNOWN);
  }

  public boolean isFullRange() {
    return range == Range.FULL;
  }
}
