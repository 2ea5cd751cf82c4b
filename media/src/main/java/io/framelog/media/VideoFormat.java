package io.framelog.media;

/**
 * The picture of a video track.
 *
 * @param width coded width shown, pixels, 0..65535; 0 when the container does not say
 * @param height coded height shown, pixels, 0..65535; 0 when the container does not say
 * @param frameRate nominal frames a second; 0 when unknown
 * @param aspect shape of a pixel
 * @param matrix how the picture is turned before it is shown
 * @param colour what its numbers mean
 * @param alpha whether samples bring an alpha channel
 * @param crop what is cut off before the picture is shown, as the container states it
 * @param light how bright the picture is, as the container states it
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

  /** A picture of which no more is known than its size and rate. */
  public VideoFormat(int width, int height, double frameRate) {
    this(width, height, frameRate, PixelAspect.UNKNOWN, DisplayMatrix.IDENTITY, Colour.UNKNOWN);
  }

  /** A picture that is opaque. */
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

  /** The same picture with what a container states beside its colour. */
  public VideoFormat with(boolean hasAlpha, PixelCrop cut, LightLevels levels) {
    return new VideoFormat(width, height, frameRate, aspect, matrix, colour, hasAlpha, cut, levels);
  }

  /** This picture, completed by the other one where this states nothing. */
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
   * The picture after its encoder was given another size: what the container stated of size and
   * pixels is void, the bitstream tells. How the picture is turned and coloured remains.
   */
  public VideoFormat resized() {
    return new VideoFormat(
        0, 0, frameRate, PixelAspect.UNKNOWN, matrix, colour, alpha, PixelCrop.NONE, light);
  }
}
