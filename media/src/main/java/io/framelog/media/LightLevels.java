package io.framelog.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The brightness of a high-dynamic-range picture, which displays need for tone mapping: SMPTE ST
 * 2086 and CTA-861.3, as in {@code mdcv} and {@code clli} (ISO/IEC 14496-12 §12.1.6) and in
 * Matroska's MasteringMetadata.
 *
 * @param mastering the mastering display; null when not stated
 * @param content the brightness of the pixels; null when not stated
 */
public record LightLevels(@Nullable Mastering mastering, @Nullable Content content) {
  /** Nothing is stated. */
  public static final LightLevels UNKNOWN = new LightLevels(null, null);

  /** Units of a chromaticity of 1. */
  public static final int CHROMATICITY_UNITS = 50_000;

  /** Units in a candela per square metre. */
  public static final int LUMINANCE_UNITS = 10_000;

  private static final long U16 = 0xffff;
  private static final long U32 = 0xffff_ffffL;

  /**
   * The colour volume of a display.
   *
   * @param chromaticities x and y of red, green, blue and white, 1/50000, each 0..65535
   * @param most its maximum luminance, 1/10000 cd/m², 0..2^32-1
   * @param least its minimum luminance, 1/10000 cd/m², 0..2^32-1
   */
  public record Mastering(List<Integer> chromaticities, long most, long least) {
    private static final int COORDINATES = 8;

    public Mastering {
      chromaticities = List.copyOf(chromaticities);
      if (chromaticities.size() != COORDINATES
          || !chromaticities.stream().allMatch(each -> each >= 0 && each <= U16)) {
        throw new IllegalArgumentException(
            "chromaticities " + chromaticities + ", expected 8 in 0..65535");
      }
      if (most < 0 || most > U32 || least < 0 || least > U32) {
        throw new IllegalArgumentException(
            "luminance " + least + ".." + most + ", expected each in 0..4294967295");
      }
    }

    /**
     * The values that a container states as fractions; null when one is out of range.
     *
     * @param coordinates x and y of red, green, blue and white
     * @param most maximum luminance, cd/m²
     * @param least minimum luminance, cd/m²
     */
    public static @Nullable Mastering stated(List<Double> coordinates, double most, double least) {
      List<Integer> units =
          coordinates.stream()
              .map(each -> (int) Math.round(Math.min(2, Math.max(-1, each)) * CHROMATICITY_UNITS))
              .toList();
      long high = Math.round(most * LUMINANCE_UNITS);
      long low = Math.round(least * LUMINANCE_UNITS);
      boolean valid =
          units.stream().allMatch(each -> each >= 0 && each <= U16)
              && coordinates.stream().noneMatch(each -> each.isNaN())
              && high >= 0
              && high <= U32
              && low >= 0
              && low <= U32;
      return valid ? new Mastering(units, high, low) : null;
    }
  }

  /**
   * The light level of the pixels.
   *
   * @param most maximum of one pixel (MaxCLL), cd/m², 0..65535
   * @param mostOfAverage maximum average of a picture (MaxFALL), cd/m², 0..65535
   */
  public record Content(int most, int mostOfAverage) {
    public Content {
      if (most < 0 || most > U16 || mostOfAverage < 0 || mostOfAverage > U16) {
        throw new IllegalArgumentException(
            "light " + most + "/" + mostOfAverage + ", expected each in 0..65535");
      }
    }

    /** The values that a container states; null when one is out of range. */
    public static @Nullable Content stated(long most, long mostOfAverage) {
      boolean valid = most >= 0 && most <= U16 && mostOfAverage >= 0 && mostOfAverage <= U16;
      return valid ? new Content((int) most, (int) mostOfAverage) : null;
    }
  }

  /** These levels, with missing values taken from the others. */
  public LightLevels or(LightLevels other) {
    return new LightLevels(
        mastering == null ? other.mastering : mastering, content == null ? other.content : content);
  }
}
