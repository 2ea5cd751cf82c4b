package io.framelog.worker.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * FFmpeg's log: errors go to standard error, and the latest messages of each thread are kept,
 * because a device's reason for a refusal is often only there. FFmpeg logs a call on the thread of
 * the call, so that the messages of two devices that are read at the same time stay apart.
 */
final class FfmpegLog extends LogCallback {
  private static final int KEPT_LINES = 64;
  private static final int MAX_LINE = 300;

  /** The only one: FFmpeg has its address, so that the garbage collector must never free it. */
  private static final FfmpegLog PROCESS_LOG = new FfmpegLog();

  private static final ThreadLocal<Deque<String>> NEWEST = ThreadLocal.withInitial(ArrayDeque::new);

  private FfmpegLog() {}

  /** Installs the log callback of this process. FFmpeg's libraries must be loaded. */
  static FfmpegLog install() {
    avutil.av_log_set_level(avutil.AV_LOG_INFO);
    avutil.setLogCallback(PROCESS_LOG);
    return PROCESS_LOG;
  }

  @Override
  public void call(int level, BytePointer message) {
    if (level > avutil.AV_LOG_INFO) {
      return;
    }
    add(level, message.getString());
  }

  private void add(int level, String message) {
    // Removes the context and its address: "[x11grab @ 0x7f0…] ".
    String line = message.strip().replaceFirst("^\\[[^\\]]* @ 0x[0-9a-f]+\\] *", "");
    if (line.isEmpty()) {
      return;
    }
    Deque<String> kept = NEWEST.get();
    if (kept.size() == KEPT_LINES) {
      kept.removeFirst();
    }
    kept.addLast(line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE));
    if (level <= avutil.AV_LOG_ERROR) {
      System.err.println(line);
    }
  }

  /** Removes the messages of this thread so far. */
  void clear() {
    NEWEST.remove();
  }

  /** The messages of this thread since its last {@link #clear}, oldest first. */
  List<String> lines() {
    return List.copyOf(NEWEST.get());
  }
}
