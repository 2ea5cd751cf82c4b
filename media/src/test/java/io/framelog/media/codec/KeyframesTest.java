package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Sample;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyframesTest {
  @ParameterizedTest(name = "{1} is a keyframe: {2}")
  @CsvSource({
    "h264-main.avcc, 0000000265ff, true", // IDR slice
    "h264-main.avcc, 0000000206ff0000000265ff, true", // SEI, then IDR
    "h264-main.avcc, 0000000206060000000241ff, false", // recovery point, then a plain slice
    "h264-main.avcc, 0000000241ff0000000265ff, false", // what comes first decides
    "h264-main.avcc, 0000000906ff, false", // a unit longer than the sample
    "h264-main.avcc, 0000000000000000, false", // empty units
    "h264-main.avcc, ffffffff65ff, false",
    "h264-main.avcc, 0000, false",
    "hevc-main.hvcc, 00000003260100, true", // IDR_W_RADL
    "hevc-main.hvcc, 000000032a0100, true", // CRA
    "hevc-main.hvcc, 00000003200100, true", // BLA_W_LP
    "hevc-main.hvcc, 00000002400100000003260100, true", // VPS, then IDR
    "hevc-main.hvcc, 00000003020100, false", // TRAIL_R
    "hevc-main.hvcc, 000000030e0100, false" // RADL_R, a leading picture
  })
  void areFoundByNalType(String config, String frame, boolean keyframe) {
    Codec codec = config.startsWith("h264") ? Codec.H264 : Codec.HEVC;
    Keyframes keyframes = Keyframes.of(Tracks.of(codec, Fixture.of(config)));

    assertThat(keyframes.isKeyframe(flaggedSync(HexFormat.of().parseHex(frame))))
        .isEqualTo(keyframe);
  }

  @ParameterizedTest(name = "{0} {1} is a keyframe: {2}")
  @CsvSource({
    "VP9, 8249834200, true",
    "VP9, 8649834200, false", // inter frame
    "VP9, 8a00, false", // shows an existing frame
    "VP9, b149834200, true", // profile 3: the type stands a bit further on
    "VP9, b349834200, false", // profile 3, inter frame
    "VP9, b149, true",
    "VP9, 82, false",
    "VP8, 1062009d012a4001b400, true",
    "VP8, 1162009d012a4001b400, false",
    "VP8, 10620000012a4001b400, false", // no start code
    "VP8, 106200, false",
    "AV1, 0a01003202100000, true", // sequence header, shown key frame
    "AV1, 3202300000, false", // inter frame
    "AV1, 3202000000, false", // key frame kept for later
    "AV1, 1a0180, false", // shows an existing frame
    "AV1, 320f10, false" // a unit longer than the sample
  })
  void areFoundInTheFrameHeader(Codec codec, String frame, boolean keyframe) {
    Keyframes keyframes = Keyframes.of(Tracks.of(codec, Bytes.EMPTY));

    assertThat(keyframes.isKeyframe(flaggedSync(HexFormat.of().parseHex(frame))))
        .isEqualTo(keyframe);
  }

  @ParameterizedTest
  @CsvSource({"VP8, vp8.keyframe", "VP9, vp9.keyframe", "VP9, vp9-444.keyframe"})
  void areFoundInRealFrames(Codec codec, String fixture) {
    Keyframes keyframes = Keyframes.of(Tracks.of(codec, Bytes.EMPTY));

    assertThat(keyframes.isKeyframe(flaggedSync(Fixture.of(fixture).sharedArray()))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"AAC", "OPUS", "VORBIS", "MP3", "FLAC"})
  void areAllSamplesOfAudio(Codec codec) {
    Keyframes keyframes = Keyframes.of(Tracks.of(codec, Bytes.EMPTY));

    assertThat(keyframes.isKeyframe(flaggedSync(new byte[] {1}))).isTrue();
  }

  @Test
  void areLookedForWithoutMovingTheSample() {
    ByteBuffer data = ByteBuffer.wrap(HexFormat.of().parseHex("eeee0000000265ff")).position(2);
    Keyframes keyframes = Keyframes.of(Tracks.of(Codec.H264, Fixture.of("h264-main.avcc")));

    assertThat(keyframes.isKeyframe(new Sample(1, 0, 0, 0, false, data))).isTrue();
    assertThat(data.position()).isEqualTo(2);
  }

  /** The container calls everything sync: it must not matter. */
  private static Sample flaggedSync(byte[] data) {
    return new Sample(1, 0, 0, 0, true, ByteBuffer.wrap(data));
  }
}
