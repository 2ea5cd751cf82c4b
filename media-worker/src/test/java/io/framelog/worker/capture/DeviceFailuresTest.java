package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses the log messages that FFmpeg writes for these failures. */
class DeviceFailuresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v4l2:/dev/video7|-2|Cannot open video device /dev/video7: No such file or"
            + " directory|NOT_FOUND|no such device: v4l2:/dev/video7",
        "v4l2:/dev/video0|-13|Cannot open video device /dev/video0: Permission"
            + " denied|NO_PERMISSION|no permission to open v4l2:/dev/video0",
        "v4l2:/dev/video0|-16|ioctl(VIDIOC_STREAMON): Device or resource busy|BUSY|v4l2:/dev/video0"
            + " is busy",
        "v4l2:/dev/video0|-22|Cannot find a proper format for codec 'none' (id"
            + " 0)|FORMAT_NOT_OFFERED|does not offer the requested format",
        "x11grab::99|-5|Cannot open display :99, error 1.|NOT_FOUND|no X server at :99 lets this"
            + " user in",
        "x11grab::99|-22|Capture area 800x600 at position 0.0 outside the screen size"
            + " 640x480|FORMAT_NOT_OFFERED|outside the screen size 640x480",
        "alsa:hw:0|-5|cannot open audio device hw:0 (No such file or directory)|NOT_FOUND|no such"
            + " device: alsa:hw:0",
        "alsa:hw:0|-5|cannot open audio device hw:0 (Device or resource busy)|BUSY|alsa:hw:0 is"
            + " busy",
        "alsa:hw:0|-5|cannot set sample rate to 12345 (Invalid argument)|FORMAT_NOT_OFFERED|cannot"
            + " set sample rate",
        "pulse:mic|-5||NOT_FOUND|PulseAudio has no source mic",
        "dshow:Cam|-5|Could not find video device with name [Cam] among source devices|NOT_FOUND|no"
            + " such device: dshow:Cam",
        "v4l2:/dev/video0|-71|something else|OTHER|cannot be opened (something else)"
      })
  void reportsWhyADeviceCannotBeOpened(
      String device, int number, String said, FailureKind kind, String words) {
    List<String> log = said == null ? List.of() : List.of(said);

    JobException failure = DeviceFailures.opening(Device.parse(device), number, log);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.sentence()).contains(words);
  }
}
