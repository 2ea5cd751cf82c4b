package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureSpecTest {
  private static CaptureSpec with(Map<String, Object> fields) {
    Map<String, Object> all = new java.util.HashMap<>();
    all.put("name", "door");
    all.put("stream", "cam1");
    all.put("video", "v4l2:/dev/video0");
    all.putAll(fields);
    return ControlJson.read(ControlJson.write(all), CaptureSpec.class);
  }

  @Test
  void omitsAbsentFields() {
    assertThat(ControlJson.write(with(Map.of())))
        .isEqualTo("{\"name\":\"door\",\"stream\":\"cam1\",\"video\":\"v4l2:/dev/video0\"}");
  }

  @Test
  void namesItsDevices() {
    assertThat(with(Map.of("audio", "pulse:default")).devices())
        .extracting(CaptureDevice::scheme)
        .containsExactly("v4l2", "pulse");
  }

  @ParameterizedTest
  @CsvSource({
    "name,Door 1,name is Door 1",
    "stream,a b,stream is a b",
    "video,file:/etc/passwd,video is not valid: device kind is",
    "audio,alsa:file:/tmp/x,audio is not valid: alsa: is followed by",
    "size,640,size is 640",
    "size,641x480,size is 641x480",
    "size,9999x480,size is 9999x480",
    "frameRate,0,frame-rate is 0",
    "inputFormat,../x,input-format is ../x",
    "videoCodec,h265,video-codec is h265",
    "videoBitrate,1,video-bitrate is 1",
    "keyframeMillis,60000,keyframe-interval in ms is 60000",
    "audioCodec,mp3,audio-codec is mp3",
    "audioBitrate,1,audio-bitrate is 1",
    "sampleRate,1,sample-rate is 1",
    "channels,6,channels is 6",
  })
  void namesTheInvalidValueAndWhatIsExpected(String field, String value, String message) {
    assertThatThrownBy(() -> with(Map.of(field, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("expected");
  }

  @Test
  void requiresADevice() {
    assertThatThrownBy(
            () -> ControlJson.read("{\"name\":\"a\",\"stream\":\"a\"}", CaptureSpec.class))
        .hasMessageContaining("neither video nor audio");
  }
}
