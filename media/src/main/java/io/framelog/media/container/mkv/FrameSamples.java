package io.framelog.media.container.mkv;

import io.framelog.media.Codec;

/** How long a frame lasts whose track has no DefaultDuration, where its codec fixes that. */
final class FrameSamples {
  private FrameSamples() {}

  /** Nanoseconds of one frame; 0 when frames of the codec differ. */
  static long nanos(Codec codec, int sampleRate) {
    long samples =
        switch (codec) {
          case AAC -> 1024;
          case MP3 -> sampleRate < 32_000 ? 576 : 1152;
          default -> 0;
        };
    return samples * 1_000_000_000L / sampleRate;
  }
}
