package io.framelog.media.container.fmp4;

import io.framelog.media.DisplayMatrix;
import io.framelog.media.PixelAspect;
import io.framelog.media.VideoFormat;

/**
 * The presentation of a track, the end of {@code tkhd}: ISO/IEC 14496-12 §8.3.2.
 *
 * @param matrix rotation and mirroring of the picture
 * @param width before rotation, 16.16 fixed-point pixels; 0 when not stated
 * @param height before rotation, 16.16 fixed-point pixels; 0 when not stated
 */
record TrackPresentation(DisplayMatrix matrix, long width, long height) {
  static final TrackPresentation UNSTATED = new TrackPresentation(DisplayMatrix.IDENTITY, 0, 0);

  /** The value of w in an affine matrix: 1 in 2.30 fixed-point. */
  private static final int UNITY = 1 << 30;

  /** Parses from the matrix on. */
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

  /** Applies this to the sample entry's picture; {@code pasp} takes precedence over the size. */
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
   * The pixel aspect that results from the track's size. Unknown when that is the coded size,
   * possibly rotated by 90°: muxers write it when they do not know the aspect.
   */
  private PixelAspect aspect(VideoFormat coded) {
    int shownWidth = coded.crop().width(coded.width());
    int shownHeight = coded.crop().height(coded.height());
    if (isSize(coded.width(), coded.height()) || isSize(shownWidth, shownHeight)) {
      return PixelAspect.UNKNOWN;
    }
    return PixelAspect.of(width * shownHeight, height * shownWidth);
  }

  /** Whether the track has this size, possibly rotated by 90°. */
  private boolean isSize(int pixelsWide, int pixelsHigh) {
    long wide = (long) pixelsWide << 16;
    long high = (long) pixelsHigh << 16;
    return (width == wide && height == high) || (width == high && height == wide);
  }
}
