package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureDeviceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v4l2:/dev/video0",
        "v4l2:/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920-video-index0",
        "x11grab::0",
        "x11grab::99.0+10,20",
        "alsa:default",
        "alsa:hw:0,0",
        "alsa:plughw:CARD=C920,DEV=0",
        "pulse:default",
        "pulse:alsa_input.usb-C920.analog-stereo",
        "pulse:framelog.monitor",
        "avfoundation:0",
        "avfoundation:FaceTime HD Camera",
        "dshow:Integrated Camera",
        "gdigrab:desktop",
        "gdigrab:title=Calculator",
        "lavfi:testsrc2",
        "lavfi:testsrc2=size=640x360:rate=30000/1001,hue=s=0,format=yuv420p",
        "lavfi:sine=frequency=440:beep_factor=4,volume=0.5",
        "lavfi:color=c=#ff0000@1:s=64x64"
      })
  void acceptsPlainNames(String text) {
    assertThat(CaptureDevice.parse(text)).hasToString(text);
  }

  /** Each of these would run a program, open a file or connect to another machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alsa:file:'| touch /tmp/pwned',raw",
        "alsa:file:/tmp/pwned",
        "alsa:tee:default,/tmp/x",
        "alsa:{ type hw card 0 }",
        "alsa:plug:SLAVE='file:/tmp/x'",
        "alsa:hw:0,0,0,0",
        "v4l2:/dev/sda",
        "v4l2:/dev/v4l/by-id/../../sda",
        "v4l2:/dev/video0\n",
        "v4l2:http://example.org/",
        "x11grab:example.org:0",
        "x11grab:tcp/10.0.0.1:0",
        "x11grab::0;id",
        "pulse:tcp:10.0.0.1 x",
        "pulse:/run/pulse/native",
        "dshow:a:audio=b",
        "dshow:a\"b",
        "avfoundation:0:1",
        "lavfi:movie=/etc/passwd",
        "lavfi:amovie=http\\://example.org/",
        "lavfi:testsrc2,drawtext=textfile=/etc/passwd",
        "lavfi:testsrc2,subtitles=/etc/passwd",
        "lavfi:testsrc2,frei0r=/tmp/x.so",
        "lavfi:testsrc2,sendcmd=f=/tmp/x",
        "lavfi:testsrc2,negate=/enable=/etc/passwd",
        "lavfi:testsrc2'movie=/etc/passwd'",
        "lavfi:testsrc2[a];movie=/etc/passwd[b]",
        "lavfi:sws_flags=1;testsrc2",
        "lavfi:testsrc2\\,movie=x",
        "lavfi:@movie=x",
        "lavfi:testsrc2@movie",
        "lavfi:life=filename=/etc/passwd",
        "lavfi:cellauto=f=/etc/passwd",
        "lavfi:",
        "lavfi:,testsrc2",
        "lavfi:scale=64:64"
      })
  void refusesEverythingButPlainNames(String text) {
    assertThatThrownBy(() -> CaptureDevice.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected")
        .extracting(Throwable::getMessage)
        .asString()
        .matches("[\\x20-\\x7e…]*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":", "video0", "file:/etc/passwd", "http://example.org/", "V4L2:/dev/video0"})
  void refusesUnknownKindsWithTheKnownOnes(String text) {
    assertThatThrownBy(() -> CaptureDevice.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v4l2");
  }

  @Test
  void refusesANameOfAnyLengthWithoutRepeatingIt() {
    assertThatThrownBy(() -> CaptureDevice.parse("lavfi:" + "testsrc2,".repeat(10_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .extracting(each -> String.valueOf(each.getMessage()).length())
        .satisfies(length -> assertThat(length).isLessThan(300));
  }
}
