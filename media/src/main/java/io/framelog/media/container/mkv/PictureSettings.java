package io.framelog.media.container.mkv;

import static io.framelog.media.container.mkv.Element.LUMINANCE_MAX;
import static io.framelog.media.container.mkv.Element.LUMINANCE_MIN;
import static io.framelog.media.container.mkv.Element.PIXEL_CROP_BOTTOM;
import static io.framelog.media.container.mkv.Element.PIXEL_CROP_LEFT;
import static io.framelog.media.container.mkv.Element.PIXEL_CROP_RIGHT;
import static io.framelog.media.container.mkv.Element.PIXEL_CROP_TOP;
import static io.framelog.media.container.mkv.Element.PRIMARY_B_CHROMATICITY_X;
import static io.framelog.media.container.mkv.Element.PRIMARY_B_CHROMATICITY_Y;
import static io.framelog.media.container.mkv.Element.PRIMARY_G_CHROMATICITY_X;
import static io.framelog.media.container.mkv.Element.PRIMARY_G_CHROMATICITY_Y;
import static io.framelog.media.container.mkv.Element.PRIMARY_R_CHROMATICITY_X;
import static io.framelog.media.container.mkv.Element.PRIMARY_R_CHROMATICITY_Y;
import static io.framelog.media.container.mkv.Element.WHITE_POINT_CHROMATICITY_X;
import static io.framelog.media.container.mkv.Element.WHITE_POINT_CHROMATICITY_Y;

import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.LightLevels;
import io.framelog.media.PixelAspect;
import io.framelog.media.PixelCrop;
import io.framelog.media.VideoFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The Video element of a TrackEntry while it is parsed (RFC 9559 §5.1.4.1.28). */
final class PictureSettings {
  /** The last DisplayUnit for which the display size defines an aspect ratio. */
  private static final long LAST_KNOWN_UNIT = 3;

  private static final long NOT_STATED = -1;

  /** In the order of {@link LightLevels.Mastering#chromaticities()}. */
  private static final List<Element> CHROMATICITIES =
      List.of(
          PRIMARY_R_CHROMATICITY_X,
          PRIMARY_R_CHROMATICITY_Y,
          PRIMARY_G_CHROMATICITY_X,
          PRIMARY_G_CHROMATICITY_Y,
          PRIMARY_B_CHROMATICITY_X,
          PRIMARY_B_CHROMATICITY_Y,
          WHITE_POINT_CHROMATICITY_X,
          WHITE_POINT_CHROMATICITY_Y);

  private long width;
  private long height;
  private long displayWidth;
  private long displayHeight;
  private long displayUnit;
  private long matrix = Colour.UNSPECIFIED;
  private long transfer = Colour.UNSPECIFIED;
  private long primaries = Colour.UNSPECIFIED;
  private long range;
  private final Map<Element, Long> crop = new EnumMap<>(Element.class);
  private final Map<Element, Double> mastering = new EnumMap<>(Element.class);
  private long mostLight = NOT_STATED;
  private long mostAverageLight = NOT_STATED;
  private double yaw;
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
      case MAX_CLL -> mostLight = value;
      case MAX_FALL -> mostAverageLight = value;
      case PIXEL_CROP_LEFT, PIXEL_CROP_TOP, PIXEL_CROP_RIGHT, PIXEL_CROP_BOTTOM ->
          crop.put(element, value);
      default -> throw new IllegalArgumentException("not a picture element: " + element);
    }
  }

  void floating(Element element, double value) {
    switch (element) {
      case PROJECTION_POSE_YAW -> yaw = value;
      case PROJECTION_POSE_ROLL -> roll = value;
      case LUMINANCE_MAX, LUMINANCE_MIN -> mastering.put(element, value);
      default -> {
        if (!CHROMATICITIES.contains(element)) {
          throw new IllegalArgumentException("not a picture element: " + element);
        }
        mastering.put(element, value);
      }
    }
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
   * The picture format; its sizes must be in 0..65535.
   *
   * @param frameRate frames a second; 0 when unknown
   */
  VideoFormat toFormat(double frameRate) {
    PixelCrop cut =
        PixelCrop.stated(
            crop(PIXEL_CROP_LEFT),
            crop(PIXEL_CROP_TOP),
            crop(PIXEL_CROP_RIGHT),
            crop(PIXEL_CROP_BOTTOM),
            width,
            height);
    return new VideoFormat(
            (int) width,
            (int) height,
            frameRate,
            aspect(cut),
            matrix(),
            Colour.stated(primaries, transfer, matrix, range()))
        .with(alpha, cut, light());
  }

  private long crop(Element side) {
    return crop.getOrDefault(side, 0L);
  }

  /**
   * ProjectionPoseRoll is counterclockwise. FFmpeg writes a mirrored picture with a yaw of 180°.
   */
  private DisplayMatrix matrix() {
    boolean mirrored = Math.abs(yaw) == 180;
    if (!(roll >= -180 && roll <= 180) || (!mirrored && (roll == 0 || yaw != 0))) {
      return DisplayMatrix.IDENTITY;
    }
    return mirrored ? DisplayMatrix.turnedAndMirrored(roll) : DisplayMatrix.turned(-roll);
  }

  /** A missing display size is the cropped size in pixels. */
  private PixelAspect aspect(PixelCrop cut) {
    boolean stated = displayWidth > 0 || displayHeight > 0;
    if (!stated || displayUnit < 0 || displayUnit > LAST_KNOWN_UNIT) {
      return PixelAspect.UNKNOWN;
    }
    long leftWidth = cut.width((int) width);
    long leftHeight = cut.height((int) height);
    long shownWidth = displayWidth > 0 ? displayWidth : leftWidth;
    long shownHeight = displayHeight > 0 ? displayHeight : leftHeight;
    if (shownWidth > Integer.MAX_VALUE || shownHeight > Integer.MAX_VALUE) {
      return PixelAspect.UNKNOWN;
    }
    return PixelAspect.of(shownWidth * leftHeight, shownHeight * leftWidth);
  }

  private LightLevels light() {
    LightLevels.Mastering display = null;
    if (mastering.size() == CHROMATICITIES.size() + 2) {
      display =
          LightLevels.Mastering.stated(
              CHROMATICITIES.stream().map(each -> mastering.getOrDefault(each, 0.0)).toList(),
              mastering.getOrDefault(LUMINANCE_MAX, 0.0),
              mastering.getOrDefault(LUMINANCE_MIN, 0.0));
    }
    boolean lit = mostLight != NOT_STATED || mostAverageLight != NOT_STATED;
    return new LightLevels(
        display,
        lit
            ? LightLevels.Content.stated(
                mostLight == NOT_STATED ? 0 : mostLight,
                mostAverageLight == NOT_STATED ? 0 : mostAverageLight)
            : null);
  }

  private Colour.Range range() {
    return range == 1
        ? Colour.Range.LIMITED
        : range == 2 ? Colour.Range.FULL : Colour.Range.UNKNOWN;
  }
}
