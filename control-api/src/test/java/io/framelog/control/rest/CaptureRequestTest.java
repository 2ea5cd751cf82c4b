package io.framelog.control.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framelog.controlplane.CaptureSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureRequestTest {
  private static CaptureRequest request(@Nullable String name, @Nullable String stream) {
    return new CaptureRequest(
        "node-1",
        name,
        stream,
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
  }

  @Test
  void asksForEachOfItsFields() {
    assertThat(request("door", "cam1").spec())
        .isEqualTo(
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
                1));
  }

  @Test
  void publishesUnderTheNameWithoutAStream() {
    assertThat(request("door", null).spec().stream()).isEqualTo("door");
  }

  @Test
  void refusesACaptureWithoutAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(null, null).spec())
        .withMessageStartingWith("name is , expected ");
  }
}
