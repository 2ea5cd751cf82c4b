package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All strings were verified with Chromium's MediaSource.isTypeSupported and canPlayType. */
class CodecStringsTest {
  @ParameterizedTest
  @CsvSource({
    "H264, h264-main.avcc,     avc1.4d400c",
    "H264, h264-baseline.avcc, avc1.42c00c",
    "H264, h264-high10.avcc,   avc1.6e0028",
    "HEVC, hevc-main.hvcc,     hvc1.1.6.L60.90",
    "HEVC, hevc-main10.hvcc,   hvc1.2.4.L60.90",
    "AV1,  av1-main.av1c,      av01.0.00M.08",
    "AAC,  aac-lc.asc,         mp4a.40.2",
    "OPUS, opus-stereo.head,   opus",
    "FLAC, flac.config,        flac",
    "VORBIS, vorbis.headers,   vorbis"
  })
  void nameTheBitstreamsOwnConfiguration(Codec codec, String fixture, String expected) {
    assertThat(CodecStrings.of(Tracks.of(codec, Fixture.of(fixture)))).isEqualTo(expected);
  }

  @Test
  void spellOutUnusualChroma() {
    Bytes full = new Vp9Config(1, 31, 8, 3, false, 2, 2, 2).toBytes();
    Bytes monochrome = new Av1Config(0, 8, true, 10, true, true, true, 0, Bytes.EMPTY).toBytes();

    assertThat(CodecStrings.of(Tracks.of(Codec.VP9, full)))
        .isEqualTo("vp09.01.31.08.03.02.02.02.00");
    assertThat(CodecStrings.of(Tracks.of(Codec.AV1, monochrome)))
        .isEqualTo("av01.0.08H.10.1.110.01.01.01.0");
  }

  @Test
  void spellOutColourThatIsNotThePlayersDefault() {
    Bytes hdr = new Vp9Config(2, 50, 10, 1, false, 9, 16, 9).toBytes();
    Bytes fullRange = new Vp9Config(0, 31, 8, 1, true, 1, 1, 1).toBytes();
    Bytes bt709 = new Vp9Config(0, 31, 8, 1, false, 1, 1, 1).toBytes();

    assertThat(CodecStrings.of(Tracks.of(Codec.VP9, hdr)))
        .isEqualTo("vp09.02.50.10.01.09.16.09.00");
    assertThat(CodecStrings.of(Tracks.of(Codec.VP9, fullRange)))
        .isEqualTo("vp09.00.31.08.01.01.01.01.01");
    assertThat(CodecStrings.of(Tracks.of(Codec.VP9, bt709))).isEqualTo("vp09.00.31.08");
  }

  @Test
  void distinguishParameterSetsInTheSamples() {
    HevcConfig full = HevcConfig.parse(Fixture.of("hevc-main.hvcc"));
    HevcConfig bare = new HevcConfig(full.fixedPart(), List.of(), List.of(), List.of());

    assertThat(CodecStrings.of(Tracks.of(Codec.HEVC, bare.toBytes()))).isEqualTo("hev1.1.6.L60.90");
  }

  @Test
  void needNoConfigurationForVp8AndMp3() {
    assertThat(CodecStrings.of(Tracks.of(Codec.VP8, Bytes.EMPTY))).isEqualTo("vp8");
    assertThat(CodecStrings.of(Tracks.of(Codec.MP3, Bytes.EMPTY))).isEqualTo("mp4a.6B");
  }

  @Test
  void refuseAMissingConfiguration() {
    assertThatThrownBy(() -> CodecStrings.of(Tracks.of(Codec.VP9, Bytes.EMPTY)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("vpcC is cut short at byte 0");
  }
}
