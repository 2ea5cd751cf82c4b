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

  @ParameterizedTest(name = "{1} is a recovery point: {2}")
  @CsvSource({
    "h264-main.avcc, 000000050606 01c480 0000000241ff, true", // x264's, then a plain slice
    "h264-main.avcc, 0000000206ff 000000050606 01c480 0000000241ff, true", // in the second unit
    "h264-main.avcc, 0000000a06 0503 aabbcc 0601c480 0000000241ff, true", // behind another message
    "h264-main.avcc, 0000000c06 0504 00000301cc 0601c480 0000000241ff, true", // emulation prevented
    "h264-main.avcc, 0000000806 ff0101 aa 0601c4 0000000241ff, true", // of a type above 255
    "h264-main.avcc, 0000000806 0503 0601c4 80 06 0000000241ff, false", // inside another message
    "h264-main.avcc, 0000000241ff 000000050606 01c480, false", // behind the slice
    "h264-main.avcc, 0000000206ff 0000000241ff, false", // cut off
    "h264-main.avcc, 000000030605ff 0000000241ff, false", // cut off in a size
    "h264-main.avcc, 000000020606 0000000241ff, false", // cut off before a size
    "h264-main.avcc, 00000009060601c480, false", // a unit longer than the sample
    "hevc-main.hvcc, 000000064e010601c480 00000003020100, true",
    "hevc-main.hvcc, 000000064e010501c480 00000003020100, false"
  })
  void recoveryPointsAreFoundInSupplementalInformation(
      String config, String frame, boolean recoveryPoint) {
    Codec codec = config.startsWith("h264") ? Codec.H264 : Codec.HEVC;
    Keyframes keyframes = Keyframes.of(Tracks.of(codec, Fixture.of(config)));
    byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));

    assertThat(keyframes.isRecoveryPoint(new Sample(1, 0, 0, 0, false, ByteBuffer.wrap(bytes))))
        .isEqualTo(recoveryPoint);
  }

  @Test
  void neverReadsBeyondADamagedRecoveryPoint() {
    Keyframes keyframes = Keyframes.of(Tracks.of(Codec.H264, Fixture.of("h264-main.avcc")));
    byte[] whole = HexFormat.of().parseHex("0000000c060504000003ffcc0601c4800000000241ff");
    for (int length = 0; length <= whole.length; length++) {
      for (int at = 0; at < whole.length; at++) {
        for (int value : new int[] {0, 3, 6, 0x7f, 0xff}) {
          byte[] damaged = whole.clone();
          damaged[at] = (byte) value;
          ByteBuffer cut = ByteBuffer.wrap(damaged, 0, length).slice();
          // then it terminates, reads nothing after the sample, and does not move its position
          keyframes.isRecoveryPoint(new Sample(1, 0, 0, 0, false, cut));
          assertThat(cut.remaining()).isEqualTo(length);
        }
      }
    }
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
  void areFoundWithoutMovingTheSamplesPosition() {
    ByteBuffer data = ByteBuffer.wrap(HexFormat.of().parseHex("eeee0000000265ff")).position(2);
    Keyframes keyframes = Keyframes.of(Tracks.of(Codec.H264, Fixture.of("h264-main.avcc")));

    assertThat(keyframes.isKeyframe(new Sample(1, 0, 0, 0, false, data))).isTrue();
    assertThat(data.position()).isEqualTo(2);
  }

  /** The container flags every sample as sync, which must not matter. */
  private static Sample flaggedSync(byte[] data) {
    return new Sample(1, 0, 0, 0, true, ByteBuffer.wrap(data));
  }
}
