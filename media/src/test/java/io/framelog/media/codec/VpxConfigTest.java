package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VpxConfigTest {
  @Test
  void readsTheSizeOfAVp8Keyframe() {
    assertThat(Vp8FrameHeader.parse(Fixture.of("vp8.keyframe").buffer()))
        .isEqualTo(new Vp8FrameHeader(320, 180));
  }

  @Test
  void readsAVp9KeyframesHeader() {
    assertThat(Vp9FrameHeader.parse(Fixture.of("vp9.keyframe").buffer()))
        .isEqualTo(new Vp9FrameHeader(0, 8, 0, false, true, true, 320, 180));
  }

  @Test
  void describesFullChroma() {
    Vp9FrameHeader header = Vp9FrameHeader.parse(Fixture.of("vp9-444.keyframe").buffer());

    Vp9Config config = Vp9Config.of(header, 25);

    assertThat(config.profile()).isEqualTo(1);
    assertThat(config.chromaSubsampling()).isEqualTo(3);
  }

  @Test
  void writesAndReadsVpcc() {
    Vp9Config config = new Vp9Config(2, 41, 10, 1, true, 9, 16, 9);

    assertThat(Vp9Config.parse(config.toBytes())).isEqualTo(config);
  }

  @Test
  void refusesAFrameThatIsNotAKeyframe() {
    ByteBuffer interFrame = ByteBuffer.wrap(new byte[] {(byte) 0x86, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertThatThrownBy(() -> Vp9FrameHeader.parse(interFrame)).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> Vp8FrameHeader.parse(ByteBuffer.wrap(new byte[10])))
        .isInstanceOf(CodecException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "320, 180, 25, 11",
    "640, 360, 30, 21",
    "640, 480, 30, 30",
    "1280, 720, 30, 31",
    "1920, 1080, 30, 40",
    "1920, 1080, 60, 41",
    "3840, 2160, 30, 50",
    "3840, 2160, 60, 51",
    "1280, 720, 0, 31",
    "16384, 16384, 240, 62"
  })
  void picksTheSmallestLevelThatFits(int width, int height, double rate, int level) {
    assertThat(Vp9Level.of(width, height, rate)).isEqualTo(level);
  }
}
