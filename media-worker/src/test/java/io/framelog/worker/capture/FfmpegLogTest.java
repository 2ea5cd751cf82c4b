package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** FFmpeg keeps the address of its log callback, so that the callback must stay reachable. */
class FfmpegLogTest {
  @Test
  void staysReachableWhileItIsInstalled() throws Exception {
    WeakReference<FfmpegLog> installed = new WeakReference<>(FfmpegDevices.load());

    System.gc();

    assertThat(installed.get()).isNotNull();
  }
}
