package io.framelog.worker.picture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.FfmpegError;
import io.framelog.worker.JobException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** One picture as a JPEG file (JFIF: BT.601 in full range), upright and with square pixels. */
final class JpegEncoder {
  private static final int PIXEL_FORMAT = avutil.AV_PIX_FMT_YUVJ420P;

  /** 2 is the best, 31 the worst; at 4 a poster shows no artifacts. */
  private static final int QUALITY = 4;

  private static final int MAX_HEIGHT = 8192;

  private JpegEncoder() {}

  /**
   * Encodes a picture of any size and pixel format.
   *
   * @param mostWidth maximum displayed width, pixels; a wider picture is scaled down
   * @throws JobException when the picture cannot be converted
   */
  static byte[] encode(AVFrame picture, int mostWidth) throws JobException {
    QuarterTurn turn = QuarterTurn.of(picture);
    AVFrame scaled = av_frame_alloc();
    AVFrame upright = av_frame_alloc();
    try {
      size(scaled, picture, turn, mostWidth);
      convert(picture, scaled);
      if (turn.isNone()) {
        return encode(scaled);
      }
      turn(scaled, turn, upright);
      return encode(upright);
    } finally {
      av_frame_free(upright);
      av_frame_free(scaled);
    }
  }

  private static void turn(AVFrame from, QuarterTurn turn, AVFrame to) throws JobException {
    to.format(PIXEL_FORMAT);
    to.color_range(from.color_range());
    to.colorspace(from.colorspace());
    to.width(turn.isSideways() ? from.height() : from.width());
    to.height(turn.isSideways() ? from.width() : from.height());
    int result = av_frame_get_buffer(to, 0);
    if (result < 0) {
      throw notMade(result);
    }
    for (int plane = 0; plane < 3; plane++) {
      int half = plane == 0 ? 0 : 1;
      int width = (from.width() + half) >> half;
      int height = (from.height() + half) >> half;
      int fromStride = from.linesize(plane);
      int toStride = to.linesize(plane);
      turn.copy(
          from.data(plane).capacity((long) fromStride * height).asByteBuffer(),
          fromStride,
          width,
          height,
          to.data(plane)
              .capacity((long) toStride * (turn.isSideways() ? width : height))
              .asByteBuffer(),
          toStride);
    }
  }

  private static void size(AVFrame scaled, AVFrame picture, QuarterTurn turn, int mostWidth) {
    AVRational aspect = picture.sample_aspect_ratio();
    double square = aspect.num() > 0 && aspect.den() > 0 ? (double) aspect.num() / aspect.den() : 1;
    double shown = Math.max(1, picture.width() * square);
    double across = turn.isSideways() ? picture.height() : shown;
    double down = turn.isSideways() ? shown : picture.height();
    double factor = Math.min(1, Math.min(mostWidth / across, MAX_HEIGHT / down));
    scaled.width((int) Math.max(1, Math.round(shown * factor)));
    scaled.height((int) Math.max(1, Math.round(picture.height() * factor)));
  }

  private static void convert(AVFrame picture, AVFrame scaled) throws JobException {
    scaled.format(PIXEL_FORMAT);
    scaled.color_range(avutil.AVCOL_RANGE_JPEG);
    scaled.colorspace(avutil.AVCOL_SPC_SMPTE170M);
    SwsContext scaler = swscale.sws_alloc_context();
    try {
      scaler.flags(swscale.SWS_BILINEAR);
      int result = av_frame_get_buffer(scaled, 0);
      if (result >= 0) {
        result = swscale.sws_scale_frame(scaler, scaled, picture);
      }
      if (result < 0) {
        throw notMade(result);
      }
    } finally {
      swscale.sws_freeContext(scaler);
    }
  }

  private static byte[] encode(AVFrame scaled) throws JobException {
    AVCodecContext encoder = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    AVPacket packet = av_packet_alloc();
    try {
      encoder.width(scaled.width());
      encoder.height(scaled.height());
      encoder.pix_fmt(PIXEL_FORMAT);
      encoder.color_range(avutil.AVCOL_RANGE_JPEG);
      encoder.time_base().num(1).den(1);
      encoder.thread_count(1);
      encoder.flags(encoder.flags() | AV_CODEC_FLAG_QSCALE);
      encoder.global_quality(FF_QP2LAMBDA * QUALITY);
      scaled.quality(FF_QP2LAMBDA * QUALITY);
      scaled.pts(0);
      int result = avcodec_open2(encoder, encoder.codec(), (AVDictionary) null);
      if (result >= 0) {
        result = avcodec_send_frame(encoder, scaled);
      }
      if (result >= 0) {
        result = avcodec_receive_packet(encoder, packet);
      }
      if (result < 0) {
        throw notMade(result);
      }
      byte[] jpeg = new byte[packet.size()];
      packet.data().get(jpeg);
      return jpeg;
    } finally {
      av_packet_free(packet);
      avcodec_free_context(encoder);
    }
  }

  private static JobException notMade(int error) {
    return new JobException(
        FailureKind.OTHER, "the picture cannot be encoded as JPEG: " + FfmpegError.text(error));
  }
}
