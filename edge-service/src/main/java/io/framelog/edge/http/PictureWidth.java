package io.framelog.edge.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How wide a picture is at most. Few widths, so that few pictures are made of a keyframe.
 *
 * @param pixels one of the widths on offer
 */
record PictureWidth(int pixels) {
  private static final int[] OFFERED = {160, 320, 640, 960, 1280, 1920};
  private static final int WIDEST = OFFERED[OFFERED.length - 1];

  /**
   * The next width on offer.
   *
   * @param wanted {@code null} for the widest
   * @throws IllegalArgumentException when it is no width; the message is fit for the asker
   */
  static PictureWidth ofQuery(@Nullable String wanted) {
    if (wanted == null) {
      return new PictureWidth(WIDEST);
    }
    try {
      int pixels = Integer.parseInt(wanted);
      if (pixels > 0) {
        return new PictureWidth(
            Arrays.stream(OFFERED).filter(width -> width >= pixels).findFirst().orElse(WIDEST));
      }
    } catch (NumberFormatException e) {
      // said below, as for one that is not positive
    }
    throw new IllegalArgumentException("width is not valid, expected pixels, as in ?width=320");
  }
}
