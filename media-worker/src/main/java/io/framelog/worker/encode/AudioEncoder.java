package io.framelog.worker.encode;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVAudioFifo;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Encodes audio in frames of the codec's length. Blocks of other lengths are buffered first; {@link
 * AudioTimeline} determines the place of each block. Not thread-safe.
 */
public final class AudioEncoder implements AutoCloseable {
  /** The native rate of Opus, which every player supports. */
  private static final int SAMPLE_RATE = 48_000;

  private final AVCodecContext context;
  private final AudioResampler resampler;
  private final AudioTimeline timeline;
  private final AVAudioFifo waiting;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AtomicLong dropped;

  private AudioEncoder(AVCodecContext context, int jumpMillis, AtomicLong dropped) {
    this.context = context;
    this.timeline = new AudioTimeline(SAMPLE_RATE, jumpMillis);
    this.dropped = dropped;
    this.resampler = new AudioResampler(context);
    this.waiting =
        avutil.av_audio_fifo_alloc(
            context.sample_fmt(), context.ch_layout().nb_channels(), SAMPLE_RATE);
  }

  /**
   * Opens an encoder.
   *
   * @param codecName {@code aac} or {@code opus}
   * @param bitrate bits a second
   * @param jumpMillis largest difference from the clock that is resampled instead of cut, above 20
   * @param dropped counts the dropped blocks
   */
  public static AudioEncoder open(
      String codecName, int channels, long bitrate, int jumpMillis, AtomicLong dropped)
      throws JobException {
    AudioCodec codec = AudioCodec.named(codecName);
    AVCodec found = avcodec.avcodec_find_encoder_by_name(codec.encoder());
    if (found == null) {
      throw new JobException(
          FailureKind.ENCODER,
          "no encoder: " + codec.encoder() + " is not in this build of FFmpeg");
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(found);
    context.sample_fmt(codec.sampleFormat());
    context.sample_rate(SAMPLE_RATE);
    context.time_base(new AVRational().num(1).den(SAMPLE_RATE));
    avutil.av_channel_layout_default(context.ch_layout(), channels);
    context.bit_rate(bitrate);
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    AVDictionary dictionary = new AVDictionary(null);
    avutil.av_dict_parse_string(dictionary, codec.options(), "=", ":", 0);
    int opened = avcodec.avcodec_open2(context, found, dictionary);
    avutil.av_dict_free(dictionary);
    if (opened < 0) {
      avcodec.avcodec_free_context(context);
      throw new JobException(
          FailureKind.ENCODER,
          "no encoder: %s does not take %d channels at %d bits a second"
              .formatted(codec.encoder(), channels, bitrate));
    }
    return new AudioEncoder(context, jumpMillis, dropped);
  }

  public AVCodecContext context() {
    return context;
  }

  /**
   * Encodes one block of audio and passes the finished packets to the sink.
   *
   * @param at time of its first sample, µs; on the capture's clock for a device
   */
  public void encode(AVFrame sound, long at, EncodedSink sink) throws IOException, JobException {
    switch (timeline.place(at)) {
      case KEEP -> {}
      case STRETCH -> resampler.stretch(timeline.stretch(), timeline.stretchDistance());
      // The buffered samples are less than a frame and precede the gap.
      case JUMP -> avutil.av_audio_fifo_reset(waiting);
      case DROP -> {
        dropped.incrementAndGet();
        return;
      }
    }
    AVFrame converted = resampler.convert(sound);
    int samples = converted.nb_samples();
    if (samples > 0) {
      avutil.av_audio_fifo_write(waiting, converted.extended_data(), samples);
      timeline.advance(samples);
    }
    while (avutil.av_audio_fifo_size(waiting) >= context.frame_size()) {
      encodeFrame(sink);
    }
  }

  private void encodeFrame(EncodedSink sink) throws IOException, JobException {
    AVFrame frame = avutil.av_frame_alloc();
    try {
      frame.pts(timeline.next() - avutil.av_audio_fifo_size(waiting));
      frame.nb_samples(context.frame_size());
      frame.format(context.sample_fmt());
      frame.sample_rate(SAMPLE_RATE);
      avutil.av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
      if (avutil.av_frame_get_buffer(frame, 0) < 0) {
        throw new JobException(FailureKind.OTHER, "no memory for an audio frame");
      }
      avutil.av_audio_fifo_read(waiting, frame.extended_data(), context.frame_size());
      if (avcodec.avcodec_send_frame(context, frame) < 0) {
        throw new JobException(FailureKind.OTHER, "the audio encoder refused a frame");
      }
    } finally {
      avutil.av_frame_free(frame);
    }
    receive(sink);
  }

  /**
   * Flushes the encoder at the end of the input. Buffered samples, less than a frame, are dropped.
   */
  public void finish(EncodedSink sink) throws IOException {
    avcodec.avcodec_send_frame(context, null);
    receive(sink);
  }

  private void receive(EncodedSink sink) throws IOException {
    while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
      sink.packet(packet);
      avcodec.av_packet_unref(packet);
    }
  }

  @Override
  public void close() {
    resampler.close();
    avutil.av_audio_fifo_free(waiting);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }
}
