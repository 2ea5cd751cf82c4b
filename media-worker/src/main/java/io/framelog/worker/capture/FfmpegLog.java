package io.framelog.worker.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * FFmpeg's messages: errors to standard error, the newest of all kept, because a device's reason
 * for a refusal often stands there alone. Called on any thread.
 */
final class FfmpegLog extends LogCallback {
  private static final int KEPT_LINES = 64;
  private static final int MAX_LINE = 300;

  private final Deque<String> newest = new ArrayDeque<>();

  private FfmpegLog() {}

  /** Takes FFmpeg's log over for this process; to be kept reachable as long as FFmpeg is used. */
  static FfmpegLog install() {
    FfmpegLog log = new FfmpegLog();
    avutil.av_log_set_level(avutil.AV_LOG_INFO);
    avutil.setLogCallback(log);
    return log;
  }

  @Override
  public void call(int level, BytePointer message) {
    if (level > avutil.AV_LOG_INFO) {
      return;
    }
    add(level, message.getString());
  }

  private synchronized void add(int level, String message) {
    // The context comes with its address: "[x11grab @ 0x7f0…] ".
    String line = message.strip().replaceFirst("^\\[[^\\]]* @ 0x[0-9a-f]+\\] *", "");
    if (line.isEmpty()) {
      return;
    }
    if (newest.size() == KEPT_LINES) {
      newest.removeFirst();
    }
    newest.addLast(line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE));
    if (level <= avutil.AV_LOG_ERROR) {
      System.err.println(line);
    }
  }

  /** Forgets what was said so far. */
  synchronized void clear() {
    newest.clear();
  }

  /** What was said since, oldest first. */
  synchronized List<String> lines() {
    return List.copyOf(newest);
  }
}
