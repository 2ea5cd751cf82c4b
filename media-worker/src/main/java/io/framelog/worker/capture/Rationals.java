package io.framelog.worker.capture;

import org.bytedeco.ffmpeg.avutil.AVRational;

/** Time bases, in seconds. */
final class Rationals {
  static final AVRational MICROS = of(1, 1_000_000);

  /** MPEG's clock for video. */
  static final AVRational VIDEO = of(1, 90_000);

  private Rationals() {}

  static AVRational of(int numerator, int denominator) {
    return new AVRational().num(numerator).den(denominator);
  }
}
