package io.framelog.media;

/**
 * The rotation, mirroring and translation of a picture before display: the affine part of the
 * matrix in {@code tkhd}, ISO/IEC 14496-12 §6.2.2 and §8.3.2. A point (p, q) is shown at (a·p + c·q
 * + x, b·p + d·q + y). All numbers are 16.16 fixed-point.
 */
public record DisplayMatrix(int a, int b, int c, int d, int x, int y) {
  private static final int ONE = 1 << 16;

  /** The picture is shown as it is coded. */
  public static final DisplayMatrix IDENTITY = new DisplayMatrix(ONE, 0, 0, ONE, 0, 0);

  /**
   * A rotation around the picture's centre, for containers that state only an angle.
   *
   * @param degrees clockwise
   */
  public static DisplayMatrix turned(double degrees) {
    double radians = Math.toRadians(degrees);
    int cos = (int) Math.round(Math.cos(radians) * ONE);
    int sin = (int) Math.round(Math.sin(radians) * ONE);
    return new DisplayMatrix(cos, sin, -sin, cos, 0, 0);
  }

  /**
   * A rotation around the picture's centre, followed by a horizontal flip.
   *
   * @param degrees clockwise
   */
  public static DisplayMatrix turnedAndMirrored(double degrees) {
    DisplayMatrix turned = turned(degrees);
    return new DisplayMatrix(-turned.a, turned.b, -turned.c, turned.d, 0, 0);
  }

  /** Whether the matrix is usable: some muxers write zeros. */
  public boolean isInvertible() {
    return (long) a * d != (long) b * c;
  }

  /**
   * The clockwise rotation in degrees, above -180 and up to 180; a mirrored picture is flipped
   * before it is rotated.
   */
  public double degrees() {
    return Math.toDegrees(Math.atan2(b, a));
  }

  /**
   * The rotation of a mirrored picture if it is rotated before it is flipped, as {@link
   * #degrees()}.
   */
  public double degreesBeforeMirror() {
    return Math.toDegrees(Math.atan2(b, -a));
  }

  /** Whether the picture is flipped. */
  public boolean isMirrored() {
    return (long) a * d < (long) b * c;
  }
}
