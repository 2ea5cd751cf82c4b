package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioHeadersTest {
  @Test
  void readsAnOpusHead() {
    OpusHead head = OpusHead.parse(Fixture.of("opus-stereo.head"));

    assertThat(head).isEqualTo(new OpusHead(2, 312, 48_000, 0, 0, Bytes.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"opus-stereo.head", "opus-5.1.head"})
  void opusSurvivesConversionToMp4(String fixture) {
    OpusHead head = OpusHead.parse(Fixture.of(fixture));

    OpusHead again = OpusHead.fromDops(head.toDops().buffer());

    assertThat(again).isEqualTo(head);
    assertThat(again.toBytes()).isEqualTo(Fixture.of(fixture));
  }

  @Test
  void keepsANegativeGain() {
    OpusHead quiet = new OpusHead(1, 0, 0, -256, 0, Bytes.EMPTY);

    assertThat(OpusHead.parse(quiet.toBytes())).isEqualTo(quiet);
    assertThat(OpusHead.fromDops(quiet.toDops().buffer())).isEqualTo(quiet);
  }

  @Test
  void readsFlacStreamInfo() {
    FlacStreamInfo info = FlacStreamInfo.parse(Fixture.of("flac.config"));

    assertThat(info.sampleRate()).isEqualTo(48_000);
    assertThat(info.channels()).isEqualTo(1);
    assertThat(info.bitsPerSample()).isEqualTo(16);
    assertThat(info.maxBlockSamples()).isEqualTo(4608);
  }

  @Test
  void writesLiveFlacWithoutLengthAndChecksum() {
    Bytes block = FlacStreamInfo.parse(Fixture.of("flac.config")).toLiveMetadataBlock();

    assertThat(block.length()).isEqualTo(4 + 34);
    assertThat(block.at(0)).isEqualTo(0x80);
    for (int i = 4 + 14; i < block.length(); i++) {
      assertThat(block.at(i)).isZero();
    }
  }

  @Test
  void readsAnMp3FrameHeader() {
    assertThat(Mp3FrameHeader.parse(Fixture.of("mp3.frame").buffer()))
        .isEqualTo(new Mp3FrameHeader(48_000, 1, 1152));
  }

  @Test
  void readsTheLowRatesOfMpeg2() {
    ByteBuffer frame = ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xf3, 0x40, (byte) 0xc0});

    assertThat(Mp3FrameHeader.parse(frame)).isEqualTo(new Mp3FrameHeader(22_050, 1, 576));
  }

  @Test
  void refusesAnMp3FrameWithoutSync() {
    assertThatThrownBy(() -> Mp3FrameHeader.parse(ByteBuffer.wrap(new byte[4])))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("sync word");
  }

  @Test
  void readsVorbisHeadersAndDropsTheComments() {
    Bytes original = Fixture.of("vorbis.headers");
    assertThat(text(original)).contains("encoder=Lavc");

    VorbisHeaders headers = VorbisHeaders.parse(original);

    assertThat(headers.channels()).isEqualTo(1);
    assertThat(headers.sampleRate()).isEqualTo(48_000);
    assertThat(text(headers.withoutComments())).doesNotContain("Lavc");
    assertThat(VorbisHeaders.parse(headers.withoutComments())).isEqualTo(headers);
  }

  private static String text(Bytes bytes) {
    return new String(bytes.sharedArray(), StandardCharsets.ISO_8859_1);
  }
}
