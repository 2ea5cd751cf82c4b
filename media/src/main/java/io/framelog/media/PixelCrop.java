package io.framelog.media;

/**
 * The pixels to crop from the edges of a coded picture before display (Matroska's PixelCrop, RFC
 * 9559 §5.1.4.1.28.10; a clean aperture of whole pixels, ISO/IEC 14496-12 §12.1.4).
 *
 * @param left pixels, 0..65535, like the others
 */
public record PixelCrop(int left, int top, int right, int bottom) {
  /** The whole picture is shown. */
  public static final PixelCrop NONE = new PixelCrop(0, 0, 0, 0);

  private static final int MAX = 65_535;

  public PixelCrop {
    if (!isSide(left) || !isSide(top) || !isSide(right) || !isSide(bottom)) {
      throw new IllegalArgumentException(
          "crop " + left + "," + top + "," + right + "," + bottom + ", expected each in 0..65535");
    }
  }

  /** The crop that a container states; {@link #NONE} when it would leave nothing of the picture. */
  public static PixelCrop stated(
      long left, long top, long right, long bottom, long width, long height) {
    boolean fits =
        isSide(left)
            && isSide(top)
            && isSide(right)
            && isSide(bottom)
            && left + right < width
            && top + bottom < height;
    return fits ? new PixelCrop((int) left, (int) top, (int) right, (int) bottom) : NONE;
  }

  private static boolean isSide(long pixels) {
    return pixels >= 0 && pixels <= MAX;
  }

  /** Width of the cropped picture, pixels. */
  public int width(int coded) {
    return Math.max(0, coded - left - right);
  }

  /** Height of the cropped picture, pixels. */
  public int height(int coded) {
    return Math.max(0, coded - top - bottom);
  }
}
