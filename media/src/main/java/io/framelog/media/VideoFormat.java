package io.framelog.media;

/**
 * The picture format of a video track.
 *
 * @param width coded width shown, pixels, 0..65535; 0 when the container does not state it
 * @param height coded height shown, pixels, 0..65535; 0 when the container does not state it
 * @param frameRate nominal frames a second; 0 when unknown
 * @param aspect pixel aspect ratio
 * @param matrix rotation and mirroring before display
 * @param colour colour space
 * @param alpha whether samples have an alpha channel
 * @param crop pixels to crop before display, as the container states them
 * @param light brightness of the picture, as the container states it
 */
public record VideoFormat(
    int width,
    int height,
    double frameRate,
    PixelAspect aspect,
    DisplayMatrix matrix,
    Colour colour,
    boolean alpha,
    PixelCrop crop,
    LightLevels light) {
  public VideoFormat {
    if (width < 0 || width > 65535 || height < 0 || height > 65535) {
      throw new IllegalArgumentException(
          "picture size " + width + "x" + height + ", expected each side in 0..65535");
    }
    if (!(frameRate >= 0) || Double.isInfinite(frameRate)) {
      throw new IllegalArgumentException("frame rate " + frameRate + ", expected 0 or more");
    }
  }

  /** A picture of which only size and rate are known. */
  public VideoFormat(int width, int height, double frameRate) {
    this(width, height, frameRate, PixelAspect.UNKNOWN, DisplayMatrix.IDENTITY, Colour.UNKNOWN);
  }

  /** An opaque picture. */
  public VideoFormat(
      int width,
      int height,
      double frameRate,
      PixelAspect aspect,
      DisplayMatrix matrix,
      Colour colour) {
    this(
        width,
        height,
        frameRate,
        aspect,
        matrix,
        colour,
        false,
        PixelCrop.NONE,
        LightLevels.UNKNOWN);
  }

  /** The same picture at another rate; 0 when unknown. */
  public VideoFormat withFrameRate(double rate) {
    return new VideoFormat(width, height, rate, aspect, matrix, colour, alpha, crop, light);
  }

  public VideoFormat withColour(Colour changed) {
    return new VideoFormat(width, height, frameRate, aspect, matrix, changed, alpha, crop, light);
  }

  /** The same picture with alpha channel, crop and light levels. */
  public VideoFormat with(boolean hasAlpha, PixelCrop cut, LightLevels levels) {
    return new VideoFormat(width, height, frameRate, aspect, matrix, colour, hasAlpha, cut, levels);
  }

  /** This picture, with missing values taken from the other one. */
  public VideoFormat or(VideoFormat other) {
    boolean sized = width > 0 && height > 0;
    return new VideoFormat(
        sized ? width : other.width,
        sized ? height : other.height,
        frameRate > 0 ? frameRate : other.frameRate,
        aspect.or(other.aspect),
        matrix,
        colour.or(other.colour),
        alpha,
        crop,
        light.or(other.light));
  }

  /**
   * The picture after its encoder has changed the size: the container's values for size and pixel
   * aspect no longer apply, the bitstream's do. Rotation and colour remain.
   */
  public VideoFormat resized() {
    return new VideoFormat(
        0, 0, frameRate, PixelAspect.UNKNOWN, matrix, colour, alpha, PixelCrop.NONE, light);
  }
}
