package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * An open device and the decoder of its packets: raw video and audio, or a camera's JPEG. Opened by
 * one thread and read by one.
 */
final class DeviceInput {
  /** Bounds on the format of a device or test picture, to limit the load on this machine. */
  private static final int MAX_WIDTH = 7680;

  private static final int MAX_HEIGHT = 4320;
  private static final int MAX_FRAME_RATE = 240;

  private static final long WAIT_NANOS = 1_000_000;

  private final Device device;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVCodecContext decoder;
  private final FfmpegLog log;
  private final AVPacket packet = avcodec.av_packet_alloc();

  private DeviceInput(
      Device device,
      AVFormatContext format,
      AVStream stream,
      AVCodecContext decoder,
      FfmpegLog log) {
    this.device = device;
    this.format = format;
    this.stream = stream;
    this.decoder = decoder;
    this.log = log;
  }

  /**
   * Opens a device, which may take seconds.
   *
   * @param mediaType {@code AVMEDIA_TYPE_VIDEO} or {@code AVMEDIA_TYPE_AUDIO}
   * @throws JobException with the reason as a sentence
   */
  static DeviceInput open(Device device, int mediaType, Map<String, String> options, FfmpegLog log)
      throws JobException {
    AVInputFormat kind = avformat.av_find_input_format(device.scheme());
    if (kind == null) {
      throw new JobException(
          FailureKind.NOT_FOUND,
          "no such kind of device on this machine: FFmpeg has no "
              + device.scheme()
              + " on "
              + System.getProperty("os.name"));
    }
    AVFormatContext format = new AVFormatContext(null);
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((name, value) -> avutil.av_dict_set(dictionary, name, value, 0));
    log.clear();
    String name = DeviceOptions.nameToOpen(device, mediaType);
    int opened = avformat.avformat_open_input(format, name, kind, dictionary);
    List<String> said = log.lines();
    avutil.av_dict_free(dictionary);
    if (opened < 0) {
      JobException failure = DeviceFailures.opening(device, opened, said);
      throw failure.kind() == FailureKind.FORMAT_NOT_OFFERED
          ? DeviceFormats.named(failure, device, name, kind, log)
          : failure;
    }
    AVStream stream = streamOf(device, format, mediaType);
    checkSize(device, stream);
    return new DeviceInput(device, format, stream, decoder(device, stream), log);
  }

  private static AVStream streamOf(Device device, AVFormatContext format, int mediaType)
      throws JobException {
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == mediaType) {
        return format.streams(i);
      }
    }
    throw new JobException(
        FailureKind.FORMAT_NOT_OFFERED,
        device + " delivers no " + (mediaType == avutil.AVMEDIA_TYPE_VIDEO ? "picture" : "sound"));
  }

  private static void checkSize(Device device, AVStream stream) throws JobException {
    int width = stream.codecpar().width();
    int height = stream.codecpar().height();
    double rate = frameRate(stream);
    if (width > MAX_WIDTH || height > MAX_HEIGHT || rate > MAX_FRAME_RATE) {
      throw new JobException(
          FailureKind.FORMAT_NOT_OFFERED,
          "%s delivers %dx%d at %.0f frames a second, expected at most %dx%d at %d"
              .formatted(device, width, height, rate, MAX_WIDTH, MAX_HEIGHT, MAX_FRAME_RATE));
    }
  }

  private static AVCodecContext decoder(Device device, AVStream stream) throws JobException {
    AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    AVCodecContext decoder = avcodec.avcodec_alloc_context3(codec);
    avcodec.avcodec_parameters_to_context(decoder, stream.codecpar());
    decoder.pkt_timebase(stream.time_base());
    // Each further thread would delay the output by one frame.
    decoder.thread_count(1);
    int opened = codec == null ? -1 : avcodec.avcodec_open2(decoder, codec, (AVDictionary) null);
    if (opened < 0) {
      throw new JobException(
          FailureKind.FORMAT_NOT_OFFERED, device + " delivers a format that cannot be decoded");
    }
    return decoder;
  }

  /** Frames a second as the device states it, 0 when it does not. */
  double frameRate() {
    return frameRate(stream);
  }

  private static double frameRate(AVStream stream) {
    AVRational rate = stream.avg_frame_rate();
    return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
  }

  int width() {
    return stream.codecpar().width();
  }

  int height() {
    return stream.codecpar().height();
  }

  /**
   * Waits for the next frame.
   *
   * @throws JobException when the device has failed
   */
  AVFrame read() throws JobException {
    AVFrame frame = avutil.av_frame_alloc();
    while (avcodec.avcodec_receive_frame(decoder, frame) < 0) {
      readPacket();
      // A damaged picture of a camera is skipped.
      avcodec.avcodec_send_packet(decoder, packet);
      avcodec.av_packet_unref(packet);
    }
    return frame;
  }

  private void readPacket() throws JobException {
    log.clear();
    int read = avformat.av_read_frame(format, packet);
    while (read == avutil.AVERROR_EAGAIN()) {
      // AVFoundation does not block until its next frame.
      LockSupport.parkNanos(WAIT_NANOS);
      read = avformat.av_read_frame(format, packet);
    }
    if (read < 0) {
      throw DeviceFailures.reading(device, read, log.lines());
    }
  }

  /** The device's timestamp of a frame, µs, or {@link DeviceClock#UNKNOWN}. */
  long timeOf(AVFrame frame) {
    return frame.pts() == avutil.AV_NOPTS_VALUE
        ? DeviceClock.UNKNOWN
        : avutil.av_rescale_q(frame.pts(), stream.time_base(), Rationals.MICROS);
  }
}
