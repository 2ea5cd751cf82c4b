package io.framelog.worker.encode;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;

/** Converts audio to the encoder's format, rate and channels. Not thread-safe. */
final class AudioResampler implements AutoCloseable {
  private final AVCodecContext encoder;
  private final AVFrame converted = avutil.av_frame_alloc();
  private SwrContext context = swresample.swr_alloc();

  AudioResampler(AVCodecContext encoder) {
    this.encoder = encoder;
  }

  /** The audio in the encoder's format, possibly no samples yet; valid until the next call. */
  AVFrame convert(AVFrame sound) throws JobException {
    if (sound.ch_layout().order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
      avutil.av_channel_layout_default(sound.ch_layout(), sound.ch_layout().nb_channels());
    }
    int done = swresample.swr_convert_frame(context, prepared(), sound);
    if (done == avutil.AVERROR_INPUT_CHANGED) {
      swresample.swr_free(context);
      context = swresample.swr_alloc();
      done = swresample.swr_convert_frame(context, prepared(), sound);
    }
    if (done < 0) {
      throw new JobException(FailureKind.FORMAT_NOT_OFFERED, "the audio cannot be converted");
    }
    return converted;
  }

  private AVFrame prepared() {
    avutil.av_frame_unref(converted);
    converted.format(encoder.sample_fmt());
    converted.sample_rate(encoder.sample_rate());
    avutil.av_channel_layout_copy(converted.ch_layout(), encoder.ch_layout());
    return converted;
  }

  /** Adds samples, or removes them when negative, over a distance; both at the encoder's rate. */
  void stretch(int samples, int distance) {
    swresample.swr_set_compensation(context, samples, distance);
  }

  @Override
  public void close() {
    avutil.av_frame_free(converted);
    swresample.swr_free(context);
  }
}
