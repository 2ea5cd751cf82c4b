package io.framelog.worker.picture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.FfmpegError;
import io.framelog.worker.FfmpegInput;
import io.framelog.worker.JobException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/** Decodes the first picture of media that begins with a keyframe. Not thread-safe. */
final class KeyframeDecoder implements AutoCloseable {
  private static final long MAX_PIXELS = 8192L * 8192;

  /** Four numbers of 32 bits: the crop at the top, bottom, left and right. */
  private static final int CROP_BYTES = 16;

  private final FfmpegInput input;
  private final AVFormatContext format;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private @Nullable AVCodecContext decoder;

  private KeyframeDecoder(FfmpegInput input, AVFormatContext format) {
    this.input = input;
    this.format = format;
  }

  /**
   * Reads the container's header.
   *
   * @param format FFmpeg's name
   * @throws JobException when the media is not that container
   */
  static KeyframeDecoder open(String format, byte[] media) throws JobException {
    FfmpegInput input = new FfmpegInput(new ByteArrayInputStream(media));
    AVFormatContext context = avformat_alloc_context();
    context.pb(input.context());
    context.max_streams(16);
    int result =
        avformat_open_input(
            context, (String) null, av_find_input_format(format), (AVDictionary) null);
    if (result < 0) {
      // The context has already been freed.
      input.close();
      throw new JobException(
          FailureKind.MALFORMED, "the keyframe is not " + format + ": " + FfmpegError.text(result));
    }
    return new KeyframeDecoder(input, context);
  }

  /**
   * The picture, with the pixel aspect, rotation and crop that the container states; valid until
   * this is closed.
   *
   * @throws JobException when there is no video track, no decoder for it or no picture in it
   */
  AVFrame decode() throws JobException {
    AVStream video = video();
    AVFrame picture = firstPicture(video);
    crop(video.codecpar(), picture);
    picture.sample_aspect_ratio(av_guess_sample_aspect_ratio(format, video, picture));
    return picture;
  }

  /** Applies the container's crop; a crop that would leave nothing is ignored. */
  private static void crop(AVCodecParameters parameters, AVFrame picture) {
    AVPacketSideData stated =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_FRAME_CROPPING);
    if (stated == null || stated.size() < CROP_BYTES) {
      return;
    }
    ByteBuffer sides =
        stated.data().capacity(CROP_BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    picture.crop_top(Integer.toUnsignedLong(sides.getInt(0)));
    picture.crop_bottom(Integer.toUnsignedLong(sides.getInt(4)));
    picture.crop_left(Integer.toUnsignedLong(sides.getInt(8)));
    picture.crop_right(Integer.toUnsignedLong(sides.getInt(12)));
    av_frame_apply_cropping(picture, AV_FRAME_CROP_UNALIGNED);
  }

  private AVFrame firstPicture(AVStream video) throws JobException {
    AVCodecContext opened = openDecoder(video);
    decoder = opened;
    while (av_read_frame(format, packet) >= 0) {
      boolean wanted = packet.stream_index() == video.index();
      int sent = wanted ? avcodec_send_packet(opened, packet) : 0;
      av_packet_unref(packet);
      if (sent < 0) {
        throw new JobException(
            FailureKind.MALFORMED, "the keyframe cannot be decoded: " + FfmpegError.text(sent));
      }
      if (wanted && avcodec_receive_frame(opened, frame) >= 0) {
        return frame;
      }
    }
    // A decoder that reorders pictures holds the first one until it is flushed.
    avcodec_send_packet(opened, null);
    int received = avcodec_receive_frame(opened, frame);
    if (received < 0) {
      throw new JobException(
          FailureKind.MALFORMED, "the keyframe has no picture: " + FfmpegError.text(received));
    }
    return frame;
  }

  private AVStream video() throws JobException {
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
        return format.streams(i);
      }
    }
    throw new JobException(FailureKind.OTHER, "the stream has no picture");
  }

  private static AVCodecContext openDecoder(AVStream video) throws JobException {
    int id = video.codecpar().codec_id();
    AVCodec codec = avcodec_find_decoder(id);
    if (codec == null) {
      throw noDecoder(id);
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, video.codecpar());
    context.thread_count(1);
    context.max_pixels(MAX_PIXELS);
    // For an encoder without true keyframes, a damaged first picture is better than none.
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_OUTPUT_CORRUPT);
    if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      avcodec_free_context(context);
      throw noDecoder(id);
    }
    return context;
  }

  private static JobException noDecoder(int id) {
    return new JobException(
        FailureKind.OTHER,
        "this build of FFmpeg has no decoder for " + avcodec_get_name(id).getString());
  }

  @Override
  public void close() {
    if (decoder != null) {
      avcodec_free_context(decoder);
    }
    av_frame_free(frame);
    av_packet_free(packet);
    avformat_close_input(format);
    input.close();
  }
}
