package io.framelog.media.container.fmp4;

import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.LightLevels;
import io.framelog.media.PixelAspect;
import io.framelog.media.PixelCrop;
import io.framelog.media.VideoFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The boxes of a visual sample entry that describe its picture, ISO/IEC 14496-12 §12.1.4 to
 * §12.1.6, and those of the VP codec binding for the same (SmDm, CoLL).
 */
final class PictureBoxes {
  private static final double SMDM_CHROMATICITY_UNITS = 1 << 16;
  private static final double SMDM_MOST_UNITS = 1 << 8;
  private static final double SMDM_LEAST_UNITS = 1 << 14;
  private static final int MASTERING_COORDINATES = 8;
  private static final int PRIMARY_COORDINATES = 6;

  /** Minimum content of the boxes, without version and flags. */
  private static final int CLEAN_APERTURE_BYTES = 32;

  private static final int MASTERING_BYTES = 24;
  private static final int CONTENT_BYTES = 4;
  private static final int VERSION_AND_FLAGS_BYTES = 4;

  private final int width;
  private final int height;
  private PixelAspect aspect = PixelAspect.UNKNOWN;
  private Colour colour = Colour.UNKNOWN;
  private PixelCrop crop = PixelCrop.NONE;
  private LightLevels.@Nullable Mastering mastering;
  private LightLevels.@Nullable Content content;

  /**
   * @param width coded width, pixels
   * @param height coded height, pixels
   */
  PictureBoxes(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Reads a box of the entry; other types and too short boxes are ignored. */
  void box(BoxBody box) {
    int bytes = box.remaining();
    switch (box.type()) {
      case FourCc.PIXEL_ASPECT -> aspect = PixelAspect.of(box.u32(), box.u32());
      // The most accurate one comes first; another one may have an ICC profile.
      case FourCc.COLOUR -> colour = colour.or(colour(box));
      case FourCc.CLEAN_APERTURE -> crop = bytes < CLEAN_APERTURE_BYTES ? crop : crop(box);
      case FourCc.MASTERING_DISPLAY ->
          mastering = bytes < MASTERING_BYTES ? mastering : mastering(box);
      case FourCc.CONTENT_LIGHT -> content = bytes < CONTENT_BYTES ? content : content(box);
      case FourCc.VP_MASTERING_DISPLAY -> {
        if (bytes >= VERSION_AND_FLAGS_BYTES + MASTERING_BYTES) {
          box.skip(VERSION_AND_FLAGS_BYTES);
          mastering = vpMastering(box);
        }
      }
      case FourCc.VP_CONTENT_LIGHT -> {
        if (bytes >= VERSION_AND_FLAGS_BYTES + CONTENT_BYTES) {
          box.skip(VERSION_AND_FLAGS_BYTES);
          content = content(box);
        }
      }
      default -> {}
    }
  }

  VideoFormat format() {
    return new VideoFormat(width, height, 0, aspect, DisplayMatrix.IDENTITY, colour)
        .with(false, crop, new LightLevels(mastering, content));
  }

  /** ColourInformationBox, or QuickTime's, which has no range. */
  private static Colour colour(BoxBody colr) {
    int type = colr.s32();
    if (type != FourCc.NCLX && type != FourCc.NCLC) {
      return Colour.UNKNOWN;
    }
    int primaries = colr.u16();
    int transfer = colr.u16();
    int matrix = colr.u16();
    Colour.Range range =
        type == FourCc.NCLX && colr.remaining() > 0
            ? Colour.Range.ofFullFlag((colr.u8() & 0x80) != 0)
            : Colour.Range.UNKNOWN;
    return Colour.stated(primaries, transfer, matrix, range);
  }

  /**
   * Fractions: size and offset of the centre. An aperture that is not in whole pixels is ignored.
   */
  private PixelCrop crop(BoxBody clap) {
    double cleanWidth = fraction(clap);
    double cleanHeight = fraction(clap);
    double right = fraction(clap);
    double down = fraction(clap);
    double left = (width - cleanWidth) / 2 + right;
    double top = (height - cleanHeight) / 2 + down;
    if (left != Math.rint(left) || top != Math.rint(top) || cleanWidth != Math.rint(cleanWidth)) {
      return PixelCrop.NONE;
    }
    return PixelCrop.stated(
        (long) left,
        (long) top,
        width - (long) left - (long) cleanWidth,
        height - (long) top - (long) cleanHeight,
        width,
        height);
  }

  /** Infinite or NaN when the denominator is 0. */
  private static double fraction(BoxBody clap) {
    double numerator = clap.s32();
    return numerator / clap.u32();
  }

  private static LightLevels.Content content(BoxBody clli) {
    return new LightLevels.Content(clli.u16(), clli.u16());
  }

  /** The box has green first, like the SEI messages of HEVC. */
  private static LightLevels.Mastering mastering(BoxBody mdcv) {
    List<Integer> coordinates = new ArrayList<>();
    for (int i = 0; i < MASTERING_COORDINATES; i++) {
      coordinates.add(mdcv.u16());
    }
    Collections.rotate(coordinates.subList(0, PRIMARY_COORDINATES), 2);
    return new LightLevels.Mastering(coordinates, mdcv.u32(), mdcv.u32());
  }

  private static LightLevels.@Nullable Mastering vpMastering(BoxBody smdm) {
    List<Double> coordinates = new ArrayList<>();
    for (int i = 0; i < MASTERING_COORDINATES; i++) {
      coordinates.add(smdm.u16() / SMDM_CHROMATICITY_UNITS);
    }
    double most = smdm.u32() / SMDM_MOST_UNITS;
    return LightLevels.Mastering.stated(coordinates, most, smdm.u32() / SMDM_LEAST_UNITS);
  }
}
