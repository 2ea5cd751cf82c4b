package io.framelog.worker;

import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Loads FFmpeg's native libraries from their jar. */
public final class NativeLibraries {
  private NativeLibraries() {}

  /** Loads the libraries for demuxing. The first call on a machine also unpacks them. */
  public static void load() {
    avutil.av_log_set_level(avutil.AV_LOG_WARNING);
    int version = avformat.avformat_version();
    assert version > 0;
  }
}
