package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.framelog.media.Bytes;
import io.framelog.media.Colour;
import io.framelog.media.PixelAspect;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvcConfigTest {
  @Test
  void readsProfileAndParameterSets() {
    AvcConfig config = AvcConfig.parse(Fixture.of("h264-main.avcc"));

    assertThat(config.profile()).isEqualTo(77);
    assertThat(config.level()).isEqualTo(12);
    assertThat(config.lengthSize()).isEqualTo(4);
    assertThat(config.sps()).hasSize(1);
    assertThat(config.pps()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "h264-main.avcc,      320, 180, 25,    2",
    "h264-baseline.avcc,  320, 180, 25,    0",
    "h264-high10.avcc,   1920, 1080, 29.97, 2"
  })
  void readsPictureSizeRateAndReordering(
      String fixture, int width, int height, double frameRate, int reorderDepth) {
    AvcSps sps = AvcSps.parse(AvcConfig.parse(Fixture.of(fixture)).sps().get(0));

    assertThat(sps.width()).isEqualTo(width);
    assertThat(sps.height()).isEqualTo(height);
    assertThat(sps.frameRate()).isEqualTo(frameRate, within(0.001));
    assertThat(sps.reorderDepth()).isEqualTo(reorderDepth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264-main.avcc", "h264-baseline.avcc", "h264-high10.avcc"})
  void writesTheSameRecordAgain(String fixture) {
    assertThat(AvcConfig.parse(Fixture.of(fixture)).toBytes()).isEqualTo(Fixture.of(fixture));
  }

  @ParameterizedTest(name = "profile {0}, constraints {1}, level {2}, order count {3}: {4} frames")
  @CsvSource({
    "77, 0, 30, 0, 5", // 8100 macroblocks of DPB, 1620 a picture
    "77, 0, 31, 0, 11",
    "77, 0, 51, 0, 16", // never more than 16
    "77, 0, 30, 2, 0", // output order is decoding order
    "66, 0, 30, 0, 0", // baseline has no B-frames
    "100, 16, 30, 0, 0" // intra only
  })
  void derivesReorderingFromTheLevelWhenTheSpsDoesNotStateIt(
      int profile, int constraints, int level, int orderCountType, int reorderDepth) {
    BitWriter sps = new BitWriter().bits(8, 0x67).bits(8, profile).bits(8, constraints);
    sps.bits(8, level).unsignedExpGolomb(0);
    if (profile == 100) {
      sps.unsignedExpGolomb(1).unsignedExpGolomb(0).unsignedExpGolomb(0).bits(2, 0);
    }
    sps.unsignedExpGolomb(0).unsignedExpGolomb(orderCountType);
    if (orderCountType == 0) {
      sps.unsignedExpGolomb(0);
    }
    sps.unsignedExpGolomb(4).bits(1, 0); // reference frames, no gaps
    sps.unsignedExpGolomb(44).unsignedExpGolomb(35); // 45x36 macroblocks: 720x576
    sps.bits(1, 1).bits(1, 1).bits(1, 0).bits(1, 0).bits(1, 1); // frames only, no crop, no VUI

    AvcSps parsed = AvcSps.parse(sps.toBytes());

    assertThat(parsed.width()).isEqualTo(720);
    assertThat(parsed.height()).isEqualTo(576);
    assertThat(parsed.reorderDepth()).isEqualTo(reorderDepth);
  }

  @ParameterizedTest(name = "aspect_ratio_idc {0}: {1}:{2}")
  @CsvSource({
    "0, 0, 0",
    "1, 1, 1",
    "2, 12, 11",
    "13, 160, 99",
    "16, 2, 1",
    "17, 0, 0", // reserved
    "255, 64, 45" // stated below as 128:90
  })
  void readsAspectAndColourOfTheVui(int idc, int horizontal, int vertical) {
    BitWriter sps = new BitWriter().bits(8, 0x67).bits(8, 77).bits(8, 0).bits(8, 30);
    sps.unsignedExpGolomb(0).unsignedExpGolomb(0).unsignedExpGolomb(2); // id, frame number, order
    sps.unsignedExpGolomb(4).bits(1, 0); // reference frames, no gaps
    sps.unsignedExpGolomb(21).unsignedExpGolomb(17); // 352x288
    sps.bits(1, 1).bits(1, 1).bits(1, 0).bits(1, 1); // frames only, no crop, VUI
    sps.bits(1, 1).bits(8, idc);
    if (idc == 255) {
      sps.bits(16, 128).bits(16, 90);
    }
    sps.bits(1, 1).bits(1, 0); // overscan
    sps.bits(1, 1).bits(3, 5).bits(1, 1).bits(1, 1).bits(8, 9).bits(8, 16).bits(8, 9);
    sps.bits(1, 0).bits(1, 0).bits(1, 0).bits(1, 0).bits(1, 0).bits(1, 0).bits(1, 1);

    AvcSps parsed = AvcSps.parse(sps.toBytes());

    assertThat(parsed.picture().aspect()).isEqualTo(new PixelAspect(horizontal, vertical));
    assertThat(parsed.picture().colour()).isEqualTo(new Colour(9, 16, 9, Colour.Range.FULL));
  }

  @Test
  void takesParameterSetsFromTheKeyframeWhenTheConfigurationHasNone() {
    // given
    AvcConfig full = AvcConfig.parse(Fixture.of("h264-main.avcc"));
    AvcConfig bare =
        new AvcConfig(full.profile(), full.constraints(), full.level(), 4, List.of(), List.of());
    Bytes sps = full.sps().get(0);
    Bytes pps = full.pps().get(0);
    ByteBuffer keyframe =
        ByteBuffer.allocate(100)
            .putInt(sps.length())
            .put(sps.buffer())
            .putInt(pps.length())
            .put(pps.buffer())
            .putInt(2)
            .put(new byte[] {0x65, 1})
            .flip();

    // when
    AvcConfig completed = bare.withParameterSetsOf(keyframe);

    // then
    assertThat(completed).isEqualTo(full);
    assertThat(keyframe.position()).isZero();
  }

  @Test
  void reportsMissingParameterSets() {
    AvcConfig bare = new AvcConfig(77, 0, 30, 4, List.of(), List.of());

    assertThatThrownBy(
            () -> bare.withParameterSetsOf(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 0x65})))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("no SPS and PPS");
  }

  @Test
  void refusesNalLengthsOfThreeBytes() {
    Bytes threeBytes = Fixture.damaged(Fixture.of("h264-main.avcc"), 8 * 4);

    assertThatThrownBy(() -> AvcConfig.parse(threeBytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("3 bytes, expected 1, 2 or 4");
  }
}
