package io.framelog.edge.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The maximum width of a picture. There are few widths, so that few pictures are made of a
 * keyframe.
 *
 * @param pixels one of the supported widths
 */
record PictureWidth(int pixels) {
  private static final int[] OFFERED = {160, 320, 640, 960, 1280, 1920};
  private static final int WIDEST = OFFERED[OFFERED.length - 1];

  /**
   * The smallest supported width that is not smaller, or the largest one.
   *
   * @param wanted {@code null} for the widest
   * @throws IllegalArgumentException when it is not a width; the message may be sent to the client
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
      // rejected below, like a width that is not positive
    }
    throw new IllegalArgumentException("width is not valid, expected pixels, as in ?width=320");
  }
}
