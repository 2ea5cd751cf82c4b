package io.framelog.media.container.mkv;

import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.PixelAspect;
import io.framelog.media.VideoFormat;

/** The Video element of a TrackEntry as it is read (RFC 9559 §5.1.4.1.28). */
final class PictureSettings {
  /** DisplayUnit up to which the display size is a size, in whatever unit. */
  private static final long LAST_KNOWN_UNIT = 3;

  private long width;
  private long height;
  private long displayWidth;
  private long displayHeight;
  private long displayUnit;
  private long matrix = Colour.UNSPECIFIED;
  private long transfer = Colour.UNSPECIFIED;
  private long primaries = Colour.UNSPECIFIED;
  private long range;
  private double roll;
  private boolean alpha;

  void unsigned(Element element, long value) {
    switch (element) {
      case PIXEL_WIDTH -> width = value;
      case PIXEL_HEIGHT -> height = value;
      case DISPLAY_WIDTH -> displayWidth = value;
      case DISPLAY_HEIGHT -> displayHeight = value;
      case DISPLAY_UNIT -> displayUnit = value;
      case ALPHA_MODE -> alpha = value == 1;
      case MATRIX_COEFFICIENTS -> matrix = value;
      case TRANSFER_CHARACTERISTICS -> transfer = value;
      case PRIMARIES -> primaries = value;
      case RANGE -> range = value;
      default -> throw new IllegalArgumentException("not of a picture: " + element);
    }
  }

  /** ProjectionPoseRoll, degrees against the clock. */
  void roll(double degrees) {
    roll = degrees;
  }

  /** PixelWidth. */
  long width() {
    return width;
  }

  /** PixelHeight. */
  long height() {
    return height;
  }

  /**
   * The picture, its sizes being in 0..65535.
   *
   * @param frameRate frames a second; 0 when unknown
   */
  VideoFormat toFormat(double frameRate) {
    boolean turned = roll >= -180 && roll <= 180 && roll != 0;
    return new VideoFormat(
        (int) width,
        (int) height,
        frameRate,
        aspect(),
        turned ? DisplayMatrix.turned(-roll) : DisplayMatrix.IDENTITY,
        Colour.stated(primaries, transfer, matrix, range()),
        alpha);
  }

  /** A size that is not stated is the coded one in pixels. */
  private PixelAspect aspect() {
    boolean stated = displayWidth > 0 || displayHeight > 0;
    if (!stated || displayUnit < 0 || displayUnit > LAST_KNOWN_UNIT) {
      return PixelAspect.UNKNOWN;
    }
    long shownWidth = displayWidth > 0 ? displayWidth : width;
    long shownHeight = displayHeight > 0 ? displayHeight : height;
    if (shownWidth > Integer.MAX_VALUE || shownHeight > Integer.MAX_VALUE) {
      return PixelAspect.UNKNOWN;
    }
    return PixelAspect.of(shownWidth * height, shownHeight * width);
  }

  private Colour.Range range() {
    return range == 1
        ? Colour.Range.LIMITED
        : range == 2 ? Colour.Range.FULL : Colour.Range.UNKNOWN;
  }
}
