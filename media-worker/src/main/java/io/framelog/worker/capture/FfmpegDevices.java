package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Loads FFmpeg's libraries including devices, which need system libraries. */
final class FfmpegDevices {
  private FfmpegDevices() {}

  /**
   * Loads and registers all devices; returns FFmpeg's log.
   *
   * @throws JobException with the name of the missing library
   */
  static FfmpegLog load() throws JobException {
    try {
      Loader.load(avutil.class);
      Loader.load(swresample.class);
      Loader.load(avcodec.class);
      Loader.load(avformat.class);
      Loader.load(swscale.class);
      Loader.load(avdevice.class);
    } catch (UnsatisfiedLinkError e) {
      throw new JobException(
          FailureKind.OTHER,
          "FFmpeg's devices cannot be loaded: "
              + e.getMessage()
              + "; on Debian: apt-get install libasound2 libpulse0 libxcb1 libxcb-shm0");
    }
    FfmpegLog log = FfmpegLog.install();
    avdevice.avdevice_register_all();
    return log;
  }
}
