package io.framelog.worker;

import static org.bytedeco.ffmpeg.global.avutil.AV_ERROR_MAX_STRING_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import org.bytedeco.javacpp.BytePointer;

/** What FFmpeg's negative answers mean. */
public final class FfmpegError {
  private FfmpegError() {}

  /** FFmpeg's own words for an answer. */
  public static String text(int error) {
    try (BytePointer text = new BytePointer(AV_ERROR_MAX_STRING_SIZE)) {
      av_strerror(error, text, AV_ERROR_MAX_STRING_SIZE);
      String words = text.getString();
      int end = words.indexOf('\0');
      return end < 0 ? words : words.substring(0, end);
    }
  }
}
