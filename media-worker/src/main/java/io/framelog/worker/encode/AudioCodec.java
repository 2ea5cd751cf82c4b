package io.framelog.worker.encode;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import org.bytedeco.ffmpeg.global.avutil;

/** The audio encoders. */
enum AudioCodec {
  AAC("aac", "aac", avutil.AV_SAMPLE_FMT_FLTP, ""),
  OPUS("opus", "libopus", avutil.AV_SAMPLE_FMT_FLT, "frame_duration=20");

  private final String label;
  private final String encoder;
  private final int sampleFormat;
  private final String options;

  AudioCodec(String label, String encoder, int sampleFormat, String options) {
    this.label = label;
    this.encoder = encoder;
    this.sampleFormat = sampleFormat;
    this.options = options;
  }

  static AudioCodec named(String name) throws JobException {
    for (AudioCodec codec : values()) {
      if (codec.label.equals(name)) {
        return codec;
      }
    }
    throw new JobException(
        FailureKind.ENCODER, "audio-codec is " + name + ", expected aac or opus");
  }

  /** FFmpeg's name of the encoder. */
  String encoder() {
    return encoder;
  }

  int sampleFormat() {
    return sampleFormat;
  }

  /** FFmpeg's options as {@code name=value}, separated by colons. */
  String options() {
    return options;
  }
}
