package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Converts pictures to the encoder's size and format, BT.709 in limited range. A picture whose size
 * changes (a window, a rotated camera) is scaled to the encoder's initial size. Not thread-safe.
 */
final class VideoScaler {
  private final SwsContext context = swscale.sws_alloc_context();
  private final int width;
  private final int height;
  private final int pixelFormat;
  private final AVFrame scaled = avutil.av_frame_alloc();

  VideoScaler(int width, int height, int pixelFormat) {
    this.width = width;
    this.height = height;
    this.pixelFormat = pixelFormat;
    context.flags(swscale.SWS_BILINEAR);
  }

  /** The picture in the encoder's format; valid until the next call. */
  AVFrame scale(AVFrame picture) throws JobException {
    avutil.av_frame_unref(scaled);
    scaled.width(width);
    scaled.height(height);
    scaled.format(pixelFormat);
    scaled.color_range(avutil.AVCOL_RANGE_MPEG);
    scaled.colorspace(avutil.AVCOL_SPC_BT709);
    scaled.color_primaries(avutil.AVCOL_PRI_BT709);
    scaled.color_trc(avutil.AVCOL_TRC_BT709);
    // The encoder may still read the previous picture.
    if (avutil.av_frame_get_buffer(scaled, 0) < 0
        || swscale.sws_scale_frame(context, scaled, picture) < 0) {
      throw new JobException(
          FailureKind.FORMAT_NOT_OFFERED, "the device's pictures cannot be converted");
    }
    return scaled;
  }
}
