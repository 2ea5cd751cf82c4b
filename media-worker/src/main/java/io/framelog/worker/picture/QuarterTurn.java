package io.framelog.worker.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;

/**
 * The rotation, in steps of 90°, and mirroring of a picture before display: a point (p, q) is shown
 * at (a·p + c·q, b·p + d·q), plus an offset. Each number is -1, 0 or 1.
 */
record QuarterTurn(int a, int b, int c, int d) {
  private static final QuarterTurn NONE = new QuarterTurn(1, 0, 0, 1);
  private static final int MATRIX_BYTES = 36;

  /** The rotation nearest to a frame's display matrix, from its container or bitstream. */
  static QuarterTurn of(AVFrame frame) {
    AVFrameSideData stated = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (stated == null || stated.size() < MATRIX_BYTES) {
      return NONE;
    }
    ByteBuffer matrix =
        stated.data().capacity(MATRIX_BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
    return nearest(matrix.getInt(0), matrix.getInt(4), matrix.getInt(12), matrix.getInt(16));
  }

  private static QuarterTurn nearest(long a, long b, long c, long d) {
    boolean upright = Math.abs(a) + Math.abs(d) >= Math.abs(b) + Math.abs(c);
    return upright
        ? new QuarterTurn(a < 0 ? -1 : 1, 0, 0, d < 0 ? -1 : 1)
        : new QuarterTurn(0, b < 0 ? -1 : 1, c < 0 ? -1 : 1, 0);
  }

  boolean isNone() {
    return equals(NONE);
  }

  /** Whether width and height are swapped. */
  boolean isSideways() {
    return a == 0;
  }

  /**
   * Copies a plane of bytes and rotates it.
   *
   * @param width of the source plane, bytes
   * @param height of the source plane, lines
   * @param fromStride bytes between the starts of source lines
   * @param toStride bytes between the starts of target lines
   */
  void copy(ByteBuffer from, int fromStride, int width, int height, ByteBuffer to, int toStride) {
    int shownWidth = isSideways() ? height : width;
    int shownHeight = isSideways() ? width : height;
    // The inverse of such a matrix is its transpose; negative factors count from the far edge.
    int left = a + b < 0 ? width - 1 : 0;
    int top = c + d < 0 ? height - 1 : 0;
    for (int y = 0; y < shownHeight; y++) {
      for (int x = 0; x < shownWidth; x++) {
        int p = left + a * x + b * y;
        int q = top + c * x + d * y;
        to.put(y * toStride + x, from.get(q * fromStride + p));
      }
    }
  }
}
