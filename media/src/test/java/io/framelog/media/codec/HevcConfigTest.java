package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HevcConfigTest {
  @ParameterizedTest
  @CsvSource({"hevc-main.hvcc, 1", "hevc-main10.hvcc, 2"})
  void readsProfileSizeAndReordering(String fixture, int profile) {
    HevcConfig config = HevcConfig.parse(Fixture.of(fixture));

    assertThat(config.profile()).isEqualTo(profile);
    assertThat(config.level()).isEqualTo(60);
    assertThat(config.highTier()).isFalse();
    assertThat(config.lengthSize()).isEqualTo(4);
    assertThat(config.hasParameterSets()).isTrue();
    HevcSps sps = HevcSps.parse(config.sps().get(0));
    assertThat(sps.width()).isEqualTo(320);
    assertThat(sps.height()).isEqualTo(180);
    assertThat(sps.reorderDepth()).isEqualTo(2);
    assertThat(sps.bitDepthLuma()).isEqualTo(profile == 2 ? 10 : 8);
    assertThat(sps.chromaFormat()).isEqualTo(1);
  }

  /** For real ones see {@link io.framelog.media.chunk.DescriptionToolTest}. */
  @Test
  void readsASequenceParameterSetThatEndsBeforeItsVui() {
    Bytes whole = HevcConfig.parse(Fixture.of("hevc-main.hvcc")).sps().get(0);
    HevcSps known = HevcSps.parse(whole);
    assertThat(known.tail().frameRate()).isEqualTo(25);

    Bytes cut = Bytes.copyOf(whole.buffer().slice(0, whole.length() - 6));

    assertThat(HevcSps.parse(cut).tail()).isEqualTo(HevcSpsTail.UNKNOWN);
    assertThat(HevcSps.parse(cut).width()).isEqualTo(known.width());
  }

  @Test
  void dropsTheEncodersSignature() {
    Bytes original = Fixture.of("hevc-main.hvcc");
    assertThat(text(original)).contains("x265");

    Bytes rewritten = HevcConfig.parse(original).toBytes();

    assertThat(text(rewritten)).doesNotContain("x265");
    assertThat(HevcConfig.parse(rewritten)).isEqualTo(HevcConfig.parse(original));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.sharedArray(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void takesParameterSetsFromTheKeyframeWhenTheConfigurationHasNone() {
    // given
    HevcConfig full = HevcConfig.parse(Fixture.of("hevc-main.hvcc"));
    HevcConfig bare = new HevcConfig(full.fixedPart(), List.of(), List.of(), List.of());
    ByteBuffer keyframe = ByteBuffer.allocate(300);
    for (Bytes unit : List.of(full.vps().get(0), full.sps().get(0), full.pps().get(0))) {
      keyframe.putInt(unit.length()).put(unit.buffer());
    }

    // when
    HevcConfig completed = bare.withParameterSetsOf(keyframe.flip());

    // then
    assertThat(completed).isEqualTo(full);
  }
}
