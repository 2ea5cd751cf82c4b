package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import io.framelog.worker.encode.EncodedSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Encodes pictures of one size, with a bounded keyframe interval. Not thread-safe. */
final class VideoEncoder {
  /** Bits for each pixel and frame, for the default bitrate. */
  private static final double BITS_PER_PIXEL = 0.08;

  private static final long MIN_BITRATE = 300_000;
  private static final int USUAL_RATE = 30;

  private final AVCodecContext context;
  private final long keyframeInterval;
  private final long frameDuration;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final VideoScaler scaler;
  private final @Nullable VaapiFrames vaapi;
  private long lastPts = -1;
  private long nextKeyframe;

  private VideoEncoder(
      AVCodecContext context,
      VideoCodec codec,
      int keyframeMillis,
      double frameRate,
      @Nullable VaapiFrames vaapi) {
    this.context = context;
    this.keyframeInterval = keyframeMillis * 90L;
    this.frameDuration = Math.round(90_000 / frameRate);
    this.scaler = new VideoScaler(context.width(), context.height(), codec.pixelFormat());
    this.vaapi = vaapi;
  }

  /**
   * Opens the first encoder of a name that works on this machine.
   *
   * @param deviceRate frames a second of the device, 0 when unknown
   */
  static VideoEncoder open(
      CaptureOptions options, int width, int height, double deviceRate, FfmpegLog log)
      throws JobException {
    List<String> reasons = new ArrayList<>();
    for (VideoCodec codec : VideoCodec.named(options.videoCodec())) {
      AVCodec found = avcodec.avcodec_find_encoder_by_name(codec.encoder());
      if (found == null) {
        reasons.add(codec.label() + " is not in this build of FFmpeg" + hint(codec));
        continue;
      }
      log.clear();
      double rate = deviceRate > 0 ? deviceRate : USUAL_RATE;
      AVCodecContext context = context(found, options, width & ~1, height & ~1, rate, codec);
      VaapiFrames vaapi = null;
      if (codec.isVaapi()) {
        vaapi = VaapiFrames.open(context);
        if (vaapi == null) {
          reasons.add(codec.label() + " finds no VAAPI device on this machine");
          continue;
        }
      }
      AVDictionary dictionary = new AVDictionary(null);
      avutil.av_dict_parse_string(dictionary, codec.options(), "=", ":", 0);
      int opened = avcodec.avcodec_open2(context, found, dictionary);
      avutil.av_dict_free(dictionary);
      if (opened >= 0) {
        return new VideoEncoder(context, codec, options.keyframeMillis(), rate, vaapi);
      }
      List<String> said = log.lines();
      reasons.add(
          codec.label()
              + " does not work here"
              + (said.isEmpty() ? "" : " (" + said.get(said.size() - 1) + ")"));
    }
    throw new JobException(FailureKind.ENCODER, "no encoder: " + String.join("; ", reasons));
  }

  private static String hint(VideoCodec codec) {
    return codec == VideoCodec.X264 ? ", only in one built with -Pgpl" : "";
  }

  private static AVCodecContext context(
      AVCodec codec, CaptureOptions options, int width, int height, double rate, VideoCodec kind) {
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    long bitrate = options.videoBitrate();
    if (bitrate == 0) {
      bitrate = Math.max(MIN_BITRATE, Math.round(width * height * rate * BITS_PER_PIXEL));
    }
    context.width(width);
    context.height(height);
    context.pix_fmt(kind.pixelFormat());
    context.time_base(Rationals.VIDEO);
    context.framerate(Rationals.of((int) Math.round(rate * 1000), 1000));
    context.bit_rate(bitrate);
    context.rc_max_rate(bitrate);
    // At most half a second in a decoder's buffer.
    context.rc_buffer_size((int) Math.min(Integer.MAX_VALUE, bitrate / 2));
    context.gop_size((int) Math.max(1, Math.ceil(rate * options.keyframeMillis() / 1000)));
    context.max_b_frames(0);
    context.thread_count(Math.min(4, Runtime.getRuntime().availableProcessors()));
    context.flags(
        context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER | avcodec.AV_CODEC_FLAG_LOW_DELAY);
    context.color_range(avutil.AVCOL_RANGE_MPEG);
    context.colorspace(avutil.AVCOL_SPC_BT709);
    context.color_primaries(avutil.AVCOL_PRI_BT709);
    context.color_trc(avutil.AVCOL_TRC_BT709);
    return context;
  }

  AVCodecContext context() {
    return context;
  }

  /**
   * Encodes one picture of any size and format, and passes the finished packets to the sink.
   *
   * @param at µs on the capture's clock
   */
  void encode(AVFrame picture, long at, EncodedSink sink) throws IOException, JobException {
    AVFrame scaled = scaler.scale(picture);
    AVFrame frame = vaapi == null ? scaled : vaapi.upload(scaled);
    // A tick is 11 µs; two frames must not have the same PTS.
    long pts = Math.max(at * 9 / 100, lastPts + 1);
    lastPts = pts;
    frame.pts(pts);
    frame.duration(frameDuration);
    // Half a frame early, because jitter would delay the keyframe by one frame.
    boolean keyframe = pts + frameDuration / 2 >= nextKeyframe;
    frame.pict_type(keyframe ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
    if (keyframe) {
      nextKeyframe = pts + keyframeInterval;
    }
    int sent = avcodec.avcodec_send_frame(context, frame);
    if (vaapi != null) {
      avutil.av_frame_free(frame);
    }
    if (sent < 0) {
      throw new JobException(FailureKind.OTHER, "the video encoder refused a picture");
    }
    while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
      if (packet.duration() <= 0) {
        packet.duration(frameDuration);
      }
      if ((packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0) {
        nextKeyframe = Math.max(nextKeyframe, packet.pts() + keyframeInterval);
      }
      sink.packet(packet);
      avcodec.av_packet_unref(packet);
    }
  }
}
