package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Av1ConfigTest {
  @Test
  void readsTheRecordAndItsSequenceHeader() {
    Av1Config config = Av1Config.parse(Fixture.of("av1-main.av1c"));

    assertThat(config.profile()).isZero();
    assertThat(config.level()).isZero();
    assertThat(config.bitDepth()).isEqualTo(8);
    assertThat(config.subsamplingX()).isTrue();
    assertThat(config.subsamplingY()).isTrue();
    Av1SequenceHeader header = Av1Config.headerOf(config.sequenceHeader().buffer());
    assertThat(header.width()).isEqualTo(320);
    assertThat(header.height()).isEqualTo(180);
  }

  @Test
  void writesTheSameRecordAgain() {
    Bytes original = Fixture.of("av1-main.av1c");

    assertThat(Av1Config.parse(original).toBytes()).isEqualTo(original);
  }

  @Test
  void buildsTheRecordFromAKeyframe() {
    Av1Config config = Av1Config.ofKeyframe(Fixture.of("av1.keyframe").buffer());

    assertThat(config.toBytes().toString()).startsWith("81000c000a0b0000");
    assertThat(config.sequenceHeader().length()).isEqualTo(13);
  }

  @Test
  void dropsMetadata() {
    byte[] withMetadata =
        HexFormat.of().parseHex(Fixture.of("av1-main.av1c") + "2a03" + "aabbcc"); // OBU type 5

    assertThat(Av1Config.parse(Bytes.wrap(withMetadata)).toBytes())
        .isEqualTo(Fixture.of("av1-main.av1c"));
  }

  @Test
  void reportsAMissingSequenceHeader() {
    assertThatThrownBy(() -> Av1Config.ofKeyframe(ByteBuffer.wrap(new byte[] {0x32, 1, 0x10})))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("no sequence header");
  }
}
