package io.framelog.worker;

import static org.bytedeco.ffmpeg.global.avutil.AV_ERROR_MAX_STRING_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import org.bytedeco.javacpp.BytePointer;

/** Texts of FFmpeg's error codes. */
public final class FfmpegError {
  private FfmpegError() {}

  /** FFmpeg's description of an error code. */
  public static String text(int error) {
    try (BytePointer text = new BytePointer(AV_ERROR_MAX_STRING_SIZE)) {
      av_strerror(error, text, AV_ERROR_MAX_STRING_SIZE);
      String words = text.getString();
      int end = words.indexOf('\0');
      return end < 0 ? words : words.substring(0, end);
    }
  }
}
