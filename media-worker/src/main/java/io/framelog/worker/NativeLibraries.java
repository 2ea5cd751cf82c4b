package io.framelog.worker;

import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's libraries, loaded out of their jar. */
public final class NativeLibraries {
  private NativeLibraries() {}

  /** Loads what demuxing needs; the first time on a machine they are unpacked, too. */
  public static void load() {
    avutil.av_log_set_level(avutil.AV_LOG_WARNING);
    int version = avformat.avformat_version();
    assert version > 0;
  }
}
