package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVHWFramesContext;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Pictures in the memory of a VAAPI device. Not thread-safe. */
final class VaapiFrames {
  /** Surfaces: one being encoded, one being uploaded, and the encoder's reference pictures. */
  private static final int POOL = 20;

  private final AVBufferRef frames;

  private VaapiFrames(AVBufferRef frames) {
    this.frames = frames;
  }

  /** Configures an encoder that is not open yet; null when this machine has no VAAPI device. */
  static @Nullable VaapiFrames open(AVCodecContext encoder) {
    AVBufferRef device = new AVBufferRef(null);
    if (avutil.av_hwdevice_ctx_create(device, avutil.AV_HWDEVICE_TYPE_VAAPI, (String) null, null, 0)
        < 0) {
      return null;
    }
    AVBufferRef frames = avutil.av_hwframe_ctx_alloc(device);
    AVHWFramesContext context = new AVHWFramesContext(frames.data());
    context.format(avutil.AV_PIX_FMT_VAAPI);
    context.sw_format(encoder.pix_fmt());
    context.width(encoder.width());
    context.height(encoder.height());
    context.initial_pool_size(POOL);
    if (avutil.av_hwframe_ctx_init(frames) < 0) {
      return null;
    }
    encoder.pix_fmt(avutil.AV_PIX_FMT_VAAPI);
    encoder.hw_frames_ctx(avutil.av_buffer_ref(frames));
    return new VaapiFrames(frames);
  }

  /** Copies a picture to the device; the caller frees the copy. */
  AVFrame upload(AVFrame picture) throws JobException {
    AVFrame uploaded = avutil.av_frame_alloc();
    if (avutil.av_hwframe_get_buffer(frames, uploaded, 0) < 0
        || avutil.av_hwframe_transfer_data(uploaded, picture, 0) < 0) {
      avutil.av_frame_free(uploaded);
      throw new JobException(
          FailureKind.OTHER, "the VAAPI device did not accept a picture; it may be out of memory");
    }
    return uploaded;
  }
}
