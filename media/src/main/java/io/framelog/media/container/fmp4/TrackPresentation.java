package io.framelog.media.container.fmp4;

import io.framelog.media.DisplayMatrix;
import io.framelog.media.PixelAspect;
import io.framelog.media.VideoFormat;

/**
 * How a track is shown, the end of {@code tkhd}: ISO/IEC 14496-12 §8.3.2.
 *
 * @param matrix how the picture is turned
 * @param width before it is turned, 16.16 fixed-point pixels; 0 when not stated
 * @param height before it is turned, 16.16 fixed-point pixels; 0 when not stated
 */
record TrackPresentation(DisplayMatrix matrix, long width, long height) {
  static final TrackPresentation UNSTATED = new TrackPresentation(DisplayMatrix.IDENTITY, 0, 0);

  /** Nothing of a plane: w of a matrix, in 2.30 fixed-point. */
  private static final int UNITY = 1 << 30;

  /** Reads from the matrix on. */
  static TrackPresentation read(BoxBody tkhd) {
    int a = tkhd.s32();
    int b = tkhd.s32();
    int u = tkhd.s32();
    int c = tkhd.s32();
    int d = tkhd.s32();
    int v = tkhd.s32();
    int x = tkhd.s32();
    int y = tkhd.s32();
    int w = tkhd.s32();
    DisplayMatrix matrix = new DisplayMatrix(a, b, c, d, x, y);
    boolean flat = u == 0 && v == 0 && w == UNITY && matrix.isInvertible();
    return new TrackPresentation(flat ? matrix : DisplayMatrix.IDENTITY, tkhd.u32(), tkhd.u32());
  }

  /** The picture of the sample entry as this presents it; {@code pasp} wins over the size. */
  VideoFormat of(VideoFormat coded) {
    return new VideoFormat(
            coded.width(),
            coded.height(),
            coded.frameRate(),
            coded.aspect().or(aspect(coded)),
            matrix,
            coded.colour())
        .with(coded.alpha(), coded.crop(), coded.light());
  }

  /**
   * The aspect of pixels that fill the track's size. A size that is the coded one says nothing: it
   * is what muxers write that know of no aspect; some write it as it is after a quarter turn.
   */
  private PixelAspect aspect(VideoFormat coded) {
    int shownWidth = coded.crop().width(coded.width());
    int shownHeight = coded.crop().height(coded.height());
    if (isSize(coded.width(), coded.height()) || isSize(shownWidth, shownHeight)) {
      return PixelAspect.UNKNOWN;
    }
    return PixelAspect.of(width * shownHeight, height * shownWidth);
  }

  /** Whether the track has a size, turned or not. */
  private boolean isSize(int pixelsWide, int pixelsHigh) {
    long wide = (long) pixelsWide << 16;
    long high = (long) pixelsHigh << 16;
    return (width == wide && height == high) || (width == high && height == wide);
  }
}
