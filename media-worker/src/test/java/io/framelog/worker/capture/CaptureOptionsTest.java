package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureOptionsTest {
  @Test
  void hasDefaultsForAllButTheDevice() {
    CaptureOptions options = CaptureOptions.parse(List.of("video=x11grab::99"));

    assertThat(options.video()).isEqualTo(new Device("x11grab", ":99"));
    assertThat(options.audio()).isNull();
    assertThat(options.videoCodec()).isEqualTo("h264");
    assertThat(options.keyframeMillis()).isEqualTo(1000);
    assertThat(options.audioCodec()).isEqualTo("aac");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shell=1", "video", "graph_file=/etc/passwd", "-i"})
  void refusesUnknownOptions(String argument) {
    assertThatThrownBy(() -> CaptureOptions.parse(List.of("video=x11grab::99", argument)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void requiresADevice() {
    assertThatThrownBy(() -> CaptureOptions.parse(List.of("frame-rate=25")))
        .hasMessage("neither video nor audio is given");
  }

  @Test
  void mapsOptionsForEachKindOfDevice() {
    CaptureOptions options =
        CaptureOptions.parse(
            List.of("video=v4l2:/dev/video0", "width=640", "height=480", "input-format=mjpeg"));

    assertThat(DeviceOptions.video(new Device("v4l2", "/dev/video0"), options))
        .containsEntry("video_size", "640x480")
        .containsEntry("input_format", "mjpeg")
        .doesNotContainKey("framerate");
    assertThat(DeviceOptions.video(new Device("x11grab", ":0"), options))
        .containsEntry("framerate", "30");
    assertThat(DeviceOptions.video(new Device("lavfi", "testsrc2"), options)).isEmpty();
    assertThat(DeviceOptions.audio(new Device("pulse", "default"), options))
        .containsEntry("fragment_size", "3840");
    assertThat(DeviceOptions.nameToOpen(new Device("dshow", "Cam"), avutil.AVMEDIA_TYPE_VIDEO))
        .isEqualTo("video=Cam");
    assertThat(DeviceOptions.nameToOpen(new Device("avfoundation", "1"), avutil.AVMEDIA_TYPE_AUDIO))
        .isEqualTo("none:1");
  }
}
