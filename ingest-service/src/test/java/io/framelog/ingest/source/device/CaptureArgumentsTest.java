package io.framelog.ingest.source.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.CaptureSpec;
import org.junit.jupiter.api.Test;

class CaptureArgumentsTest {
  @Test
  void givesTheWorkerEachFieldThatConcernsIt() {
    CaptureSpec spec =
        new CaptureSpec(
            "door",
            "cam1",
            "v4l2:/dev/video0",
            "alsa:default",
            "1280x720",
            25,
            "mjpeg",
            "vp8",
            2_000_000,
            2_000,
            "opus",
            96_000,
            44_100,
            1);

    assertThat(CaptureArguments.of(spec))
        .containsExactly(
            "video=v4l2:/dev/video0",
            "audio=alsa:default",
            "width=1280",
            "height=720",
            "frame-rate=25",
            "input-format=mjpeg",
            "video-codec=vp8",
            "video-bitrate=2000000",
            "keyframe-millis=2000",
            "audio-codec=opus",
            "audio-bitrate=96000",
            "sample-rate=44100",
            "channels=1");
  }

  @Test
  void leavesTheRestToTheWorker() {
    CaptureSpec spec =
        new CaptureSpec(
            "door",
            "cam1",
            null,
            "alsa:default",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    assertThat(CaptureArguments.of(spec)).containsExactly("audio=alsa:default");
  }
}
