package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;

class FfmpegLogTest {
  /** FFmpeg keeps the address of its log callback. */
  @Test
  void staysReachableWhileItIsInstalled() throws Exception {
    WeakReference<FfmpegLog> installed = new WeakReference<>(FfmpegDevices.load());

    System.gc();

    assertThat(installed.get()).isNotNull();
  }

  @Test
  void anotherThreadNeitherRemovesNorAddsMessages() throws Exception {
    FfmpegLog log = FfmpegDevices.load();
    log.clear();
    error("cannot open display");

    Thread otherDevice =
        new Thread(
            () -> {
              log.clear();
              error("of another device");
            });
    otherDevice.start();
    otherDevice.join();

    assertThat(log.lines()).containsExactly("cannot open display");
  }

  private static void error(String message) {
    avutil.av_log(null, avutil.AV_LOG_ERROR, message + "\n");
  }
}
